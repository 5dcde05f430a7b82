package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.ValueFormat;
import java.util.Arrays;
import java.util.Optional;

/** Whether whole numbers count instants since 1970, and in which unit. */
final class Epoch {
  /** 2000-01-01 and 2100-01-01 in seconds: numbers without are hardly instants. */
  private static final double FIRST = 946_684_800;

  private static final double LAST = 4_102_444_800.0;

  private Epoch() {}

  /** The unit in which all numbers are plausible instants. */
  static Optional<ValueFormat.Epoch> of(Numbers numbers) {
    return Arrays.stream(ValueFormat.Epoch.values())
        .filter(unit -> numbers.within(FIRST * perSecond(unit), LAST * perSecond(unit)))
        .findFirst();
  }

  private static double perSecond(ValueFormat.Epoch unit) {
    return switch (unit) {
      case SECONDS -> 1;
      case MILLISECONDS -> 1e3;
      case MICROSECONDS -> 1e6;
      case NANOSECONDS -> 1e9;
    };
  }
}
