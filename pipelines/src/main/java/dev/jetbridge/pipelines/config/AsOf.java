package dev.jetbridge.pipelines.config;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Reads the as-of instant: an instant, or a date, which means its end in UTC. */
public final class AsOf {
  private AsOf() {}

  /**
   * The instant meant.
   *
   * @throws JetbridgeException CONFIG when the text is neither
   */
  public static Instant parse(String text) {
    try {
      return text.length() == 10 ? endOf(LocalDate.parse(text)) : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Invalid as-of: "
              + text
              + " (must be a date such as 2023-08-31 or an instant such as"
              + " 2023-08-31T18:00:00Z)",
          e);
    }
  }

  /** The last microsecond of a day, the finest time a table keeps. */
  public static Instant endOf(LocalDate date) {
    return date.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).minusNanos(1000);
  }
}
