package dev.jetbridge.pipelines.config;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Reads the as-of instant: an instant, or a date, which means its end in UTC. */
public final class AsOf {
  /** Characters of 2023-08-31. */
  private static final int DATE = 10;

  private AsOf() {}

  /**
   * The instant meant, to the microsecond, the finest time a table keeps.
   *
   * @throws JetbridgeException CONFIG when the text is neither
   */
  public static Instant parse(String text) {
    try {
      return text.length() == DATE
          ? endOf(LocalDate.parse(text))
          : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
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

  /** The instant it is, to the microsecond. */
  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }

  /** The day of which an instant is the end, else the instant. */
  public static String inWords(Instant asOf) {
    LocalDate day = asOf.atZone(ZoneOffset.UTC).toLocalDate();
    return asOf.equals(endOf(day)) ? day.toString() : asOf.toString();
  }

  /** The last microsecond of a day, the finest time a table keeps. */
  public static Instant endOf(LocalDate date) {
    return date.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC).minusNanos(1000);
  }
}
