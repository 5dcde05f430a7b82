package dev.jetbridge.pipelines.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers and times as the page writes them, the same on every machine. */
public final class Wording {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);
  private static final Pattern ZEROS = Pattern.compile("\\.?0+$");
  private static final MathContext SIGNIFICANT = new MathContext(4);
  private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

  private Wording() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A count and its noun, which takes an s unless it is one. */
  static String counted(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  /** A share from 0 to 1 in percent; never 0 or 100 unless it is exactly that. */
  public static String percent(double share) {
    if (share > 0 && share < 0.001) {
      return "< 0.1 %";
    }
    if (share < 1 && share > 0.999) {
      return "> 99.9 %";
    }
    return number(Math.rint(share * 1000) / 10, 1) + " %";
  }

  /** A share from 0 to 1 as a length in a style sheet. */
  static String length(double share) {
    return String.format(Locale.ROOT, "%.2f%%", 100 * Math.max(0, Math.min(1, share)));
  }

  /** Rounded to so many decimals, without zeros at the end. */
  static String number(double value, int decimals) {
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return decimals == 0 ? text : ZEROS.matcher(text).replaceFirst("");
  }

  /** Four significant digits below a thousand, else one decimal, for measures of any size. */
  public static String measure(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    double size = Math.abs(value);
    if (size >= 1_000 || value == Math.rint(value)) {
      return number(value, 1);
    }
    return size < 1e-5
        ? String.format(Locale.ROOT, "%.3g", value)
        : new BigDecimal(value).round(SIGNIFICANT).stripTrailingZeros().toPlainString();
  }

  /** A bound of a scale: 500, 1.2k, 2M. */
  static String bound(long value) {
    if (value >= 1_000_000) {
      return number(value / 1e6, 2) + "M";
    }
    return value >= 1_000 ? number(value / 1e3, 2) + "k" : Long.toString(value);
  }

  /** A day when the instant is the end of it, else to the minute. */
  static String instant(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    return (isEndOfDay(time) ? DAY : MINUTE).format(time);
  }

  /** The same, saying that the end of a day is meant. */
  static String endOfDay(Instant instant) {
    boolean end = isEndOfDay(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    return end ? "the end of " + instant(instant) + ", UTC" : instant(instant);
  }

  private static boolean isEndOfDay(LocalDateTime time) {
    return !time.toLocalTime().isBefore(LAST_SECOND);
  }

  static String duration(Duration duration) {
    if (duration.toHours() >= 72) {
      return counted(duration.toDays(), "day");
    }
    if (duration.toMinutes() >= 60) {
      return counted(duration.toHours(), "hour");
    }
    return counted(duration.toMinutes(), "minute");
  }

  static String seconds(double seconds) {
    return number(seconds, 1) + " s";
  }
}
