package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.AsOf;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The instants of a backfill, oldest first: the first, then one each period in UTC, none after the
 * last. Months are counted from the first: the last days of January, February and March are one
 * month apart.
 */
public record BackfillInstants(Instant first, Instant last, Period every) {
  private static final Pattern PERIOD = Pattern.compile("[1-9][0-9]{0,3}[dwmy]");

  /**
   * Checks the order.
   *
   * @throws JetbridgeException CONFIG when the last is before the first
   */
  public BackfillInstants {
    if (last.isBefore(first)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Invalid range: it ends with "
              + AsOf.inWords(last)
              + " and begins with "
              + AsOf.inWords(first)
              + " (--to must not be before --from)");
    }
  }

  /**
   * The period that a text such as 7d, 2w, 1m or 1y names.
   *
   * @throws JetbridgeException CONFIG when it names none
   */
  public static Period period(String text) {
    if (!PERIOD.matcher(text).matches()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Invalid period: "
              + text
              + " (must be a number and d for days, w for weeks, m for months or y for years, such"
              + " as 7d)");
    }
    return Period.parse("P" + text);
  }

  /** All of them. */
  public List<Instant> all() {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> first.atOffset(ZoneOffset.UTC).plus(every.multipliedBy(i)).toInstant())
        .takeWhile(i -> !i.isAfter(last))
        .toList();
  }
}
