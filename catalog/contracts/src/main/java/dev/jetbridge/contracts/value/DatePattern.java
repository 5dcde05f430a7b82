package dev.jetbridge.contracts.value;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern of dates or instants, read strictly: each letter in its place, days that are in the
 * calendar, the whole text. {@code S} takes as many digits of a second as come, up to its number;
 * two letters of a year are one of the hundred years from the pivot.
 */
public final class DatePattern {
  /** What stands in quotes, letters of a year, digits of a second, and all else. */
  private static final Pattern PARTS = Pattern.compile("(?:'[^']*+')++|[yu]+|S+|[^'yuS]+");

  private static final Pattern QUOTED = Pattern.compile("(?:'[^']*+')++");
  private static final Pattern YEAR = Pattern.compile("[yu]+");
  private static final int CENTURY = 2000;

  private final DateTimeFormatter formatter;

  /**
   * @param pivotYear the first year of two digits; 0 for 2000
   */
  public DatePattern(String pattern, int pivotYear) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    boolean era = QUOTED.matcher(pattern).replaceAll("").contains("G");
    Matcher parts = PARTS.matcher(pattern);
    while (parts.find()) {
      String part = parts.group();
      if (part.startsWith("S")) {
        // Right behind other digits only a number of them tells where a fraction begins.
        boolean adjacent =
            parts.start() > 0 && Character.isLetter(pattern.charAt(parts.start() - 1));
        builder.appendFraction(
            ChronoField.NANO_OF_SECOND, adjacent ? part.length() : 1, part.length(), false);
      } else if (part.equals("yy") || part.equals("uu")) {
        builder.appendValueReduced(ChronoField.YEAR, 2, 2, pivotYear == 0 ? CENTURY : pivotYear);
      } else {
        builder.appendPattern(era || part.startsWith("'") ? part : part.replace('y', 'u'));
      }
    }
    this.formatter =
        builder
            .toFormatter(Locale.US)
            .withChronology(IsoChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * How many letters each year of a pattern has; other than two and four read what they should not.
   */
  public static boolean hasYearOf(String pattern, java.util.function.IntPredicate letters) {
    return YEAR.matcher(QUOTED.matcher(pattern).replaceAll(""))
        .results()
        .anyMatch(year -> letters.test(year.group().length()));
  }

  /** Whether each letter finds something, a day of the calendar or not. No exception is made. */
  public boolean looksLike(String text) {
    ParsePosition position = new ParsePosition(0);
    return formatter.parseUnresolved(text, position) != null
        && position.getIndex() == text.length();
  }

  /** Microseconds since 1970; null for what it does not read or what cannot be kept. */
  public Long micros(String text) {
    try {
      TemporalAccessor parsed = formatter.parse(text);
      LocalDate date = parsed.query(TemporalQueries.localDate());
      LocalTime time = parsed.query(TemporalQueries.localTime());
      ZoneId zone = parsed.query(TemporalQueries.zone());
      long nanos = time == null ? 0 : time.toNanoOfDay();
      if (date == null || nanos % 1_000 != 0) {
        return null;
      }
      long local = date.toEpochDay() * MomentText.MICROS_OF_DAY + nanos / 1_000;
      ZoneOffset offset =
          zone == null
              ? ZoneOffset.UTC
              : zone.getRules().getOffset(date.atTime(time == null ? LocalTime.MIDNIGHT : time));
      return MomentText.inYears(local - offset.getTotalSeconds() * 1_000_000L);
    } catch (DateTimeException | ArithmeticException e) {
      // The parser tells by an exception that a text is none; a year may be beyond 64 bits.
      return null;
    }
  }

  public String written(LocalDate date) {
    return formatter.format(date.atStartOfDay().atOffset(ZoneOffset.UTC));
  }
}
