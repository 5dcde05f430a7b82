package dev.jetbridge.pipelines.upkeep;

import java.time.Duration;
import java.time.Instant;

/**
 * How old something must be before upkeep may touch it.
 *
 * @param now the instant from which ages count
 * @param safe the least age; no run takes longer, so nobody reads what is older
 */
public record Ages(Instant now, Duration safe) {
  /** The least age in a lake whose longest run took less. */
  public static final Duration FLOOR = Duration.ofHours(24);

  /** Ages that no run of the history exceeds. */
  public static Ages of(Instant now, Duration floor, Duration longestRun) {
    return new Ages(now, longestRun.compareTo(floor) > 0 ? longestRun : floor);
  }

  /**
   * Whether what ended then may go that long after it, or after the least age if that is longer.
   */
  boolean passed(Instant end, Duration keep) {
    return end.plus(effective(keep)).isBefore(now);
  }

  boolean passed(long endMillis, Duration keep) {
    return passed(Instant.ofEpochMilli(endMillis), keep);
  }

  Duration effective(Duration keep) {
    return keep.compareTo(safe) > 0 ? keep : safe;
  }
}
