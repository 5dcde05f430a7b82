package dev.jetbridge.contracts.value;

import dev.jetbridge.contracts.ValueFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.unsafe.types.UTF8String;

/** The shape of a text that is not a date or instant of its column. */
final class MomentMisfit {
  private static final Pattern ISO_DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern ISO =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})[T"
              + " ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]+))?)?(.*)");
  private static final Pattern OFFSET = Pattern.compile("Z|[+-][0-9]{2}(?::?[0-9]{2})?|");
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern COUNT = Pattern.compile("[+-]?[0-9]+(?:\\.([0-9]+))?");
  private static final Pattern COMPACT = Pattern.compile("[0-9]{8}T[0-9]{4,6}.*");
  private static final Pattern FRACTION = Pattern.compile("[:.][0-9]{2}[.,]([0-9]{7,})");
  private static final int MOST_TOLD = 40;
  private static final String SMALL = "has a lower-case t or z, where ISO 8601 has a capital";

  private static final List<String> DAYS =
      List.of(
          "yyyy-MM-dd",
          "d/M/yyyy",
          "M/d/yyyy",
          "d-M-yyyy",
          "M-d-yyyy",
          "d.M.yyyy",
          "yyyyMMdd",
          "yyyy/M/d",
          "yyyy.M.d",
          "yyyy-M-d",
          "d-MMM-yyyy",
          "d MMM yyyy",
          "MMM d, yyyy",
          "ddMMMyyyy",
          "d-MMM-yy",
          "d/M/yy",
          "M/d/yy",
          "d-M-yy",
          "d.M.yy");
  private static final List<String> TIMES =
      List.of(" H:mm:ss", " H:mm", "'T'HH:mm:ss", " H:mm:ss.SSSSSS", " h:mm:ss a", " h:mm a");

  private static final Map<String, DatePattern> READERS = new ConcurrentHashMap<>();

  private MomentMisfit() {}

  static String of(TextValue column, String text) {
    boolean date = column.type() instanceof DateType;
    if (column.values().epoch() != null) {
      return counted(column, text);
    }
    List<String> patterns = column.format().map(List::of).orElse(column.values().dateFormats());
    if (patterns.isEmpty()) {
      String iso = date ? isoDate(text) : isoTime(text);
      if (iso != null) {
        return iso;
      }
    } else {
      String own = ofPattern(patterns, text);
      if (own != null) {
        return own;
      }
    }
    return other(date, patterns, text);
  }

  private static String counted(TextValue column, String text) {
    Matcher count = COUNT.matcher(text);
    if (!count.matches()) {
      return "is not a plain number";
    }
    boolean fraction =
        column.values().epoch() == ValueFormat.Epoch.NANOSECONDS
            || (count.group(1) != null
                && count.group(1).length() > column.values().epoch().digits());
    return fraction && isBelowMicroseconds(column.values().epoch(), text)
        ? "has digits beyond microseconds, which cannot be kept"
        : "is outside the years 1 to 9999: perhaps the unit is wrong";
  }

  /** Whether the count would be an instant but for what cannot be kept. */
  private static boolean isBelowMicroseconds(ValueFormat.Epoch epoch, String text) {
    try {
      BigDecimal micros = new BigDecimal(text).movePointRight(epoch.digits());
      return micros.stripTrailingZeros().scale() > 0
          && MomentText.inYears(micros.setScale(0, RoundingMode.FLOOR).longValueExact()) != null;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  private static String isoDate(String text) {
    if (ISO_DATE.matcher(text).matches()) {
      return "is not a calendar date";
    }
    return ISO.matcher(text).matches() ? "has a time of day after the date" : null;
  }

  private static String isoTime(String text) {
    if (ISO_DATE.matcher(text).matches()) {
      return "has no time of day";
    }
    Matcher iso = ISO.matcher(text);
    if (text.length() > 10 && text.charAt(10) == 't') {
      return SMALL;
    }
    if (!iso.matches()) {
      return COMPACT.matcher(text).matches()
          ? "is in the compact form of ISO 8601; format yyyyMMdd'T'HHmmssX would accept it"
          : text.length() > 10 && ISO_DATE.matcher(text.substring(0, 10)).matches()
              ? "has a time that is not HH:mm or HH:mm:ss in two digits each"
              : null;
    }
    String digits = iso.group(5) == null ? "" : iso.group(5).replaceFirst("0+$", "");
    if (digits.length() > 6) {
      return digits(digits.length());
    }
    String zone = iso.group(6);
    if (!OFFSET.matcher(zone).matches()) {
      return zone(zone);
    }
    if (iso.group(2).equals("24") || "60".equals(iso.group(4))) {
      return "has the hour 24 or the second 60, which timestamps do not have";
    }
    if (IsoText.day(UTF8String.fromString(iso.group(1))) == null) {
      return "is not a calendar date";
    }
    return zone.length() > 1 && isLocal(text, zone)
        ? "has an offset beyond 18 hours, or is outside the years 1 to 9999 in UTC"
        : "has a time that does not exist";
  }

  /** Whether the offset alone is at fault. */
  private static boolean isLocal(String text, String zone) {
    String local = text.substring(0, text.length() - zone.length());
    return IsoText.micros(UTF8String.fromString(local)) != null;
  }

  private static String digits(int count) {
    return "has "
        + (count > MOST_TOLD ? "more than " + MOST_TOLD : count)
        + " digits of a second, at most 6 are kept";
  }

  private static String zone(String zone) {
    if (zone.equals("z")) {
      return SMALL;
    }
    if (zone.startsWith(",")) {
      return "has a comma before the digits of a second";
    }
    boolean named = zone.chars().anyMatch(Character::isLetter) && !zone.endsWith("Z");
    return named
        ? "names a zone instead of an offset such as +04:00"
        : "has an offset that is not Z, +hh:mm, +hhmm or +hh";
  }

  private static String ofPattern(List<String> patterns, String text) {
    Matcher fraction = FRACTION.matcher(text);
    if (fraction.find()) {
      String digits = fraction.group(1).replaceFirst("0+$", "");
      if (digits.length() > 6) {
        return digits(digits.length());
      }
    }
    boolean fits = patterns.stream().anyMatch(p -> reader(p).looksLike(text));
    return fits ? "is not a calendar date or time from year 1 to 9999" : null;
  }

  /** The forms that take the text; there may be two, with the day or the month first. */
  private static String other(boolean date, List<String> patterns, String text) {
    if (WHOLE.matcher(text).matches()
        && !(text.length() == 8 && reader("yyyyMMdd").micros(text) != null)) {
      return date
          ? "is a whole number, perhaps a spreadsheet date"
          : "is a whole number; epoch would read it as time since 1970";
    }
    List<String> found = new ArrayList<>();
    for (String day : DAYS) {
      if (date) {
        find(day, text, found);
      } else {
        TIMES.forEach(time -> find(day + time, text, found));
      }
    }
    boolean covered = found.stream().anyMatch(f -> f.startsWith("yyyy-MM-dd"));
    List<String> named = covered ? found.subList(0, 1) : found;
    if (named.isEmpty()) {
      boolean other =
          DAYS.stream()
              .anyMatch(
                  d -> date ? TIMES.stream().anyMatch(t -> reads(d + t, text)) : reads(d, text));
      return other
          ? (date ? "has a time of day after the date" : "has no time of day")
          : "has another form";
    }
    String forms = String.join(" or ", named);
    boolean twoDigits = named.stream().allMatch(f -> DatePattern.hasYearOf(f, n -> n == 2));
    return "has the form "
        + forms
        + (twoDigits ? ", with two digits of a year; " : "; ")
        + (patterns.isEmpty() ? "format" : "dateFormats")
        + (twoDigits ? " with pivotYear" : "")
        + " would accept it";
  }

  private static void find(String pattern, String text, List<String> found) {
    if (found.size() < 2 && reads(pattern, text)) {
      found.add(pattern);
    }
  }

  private static boolean reads(String pattern, String text) {
    DatePattern reader = reader(pattern);
    return reader.looksLike(text) && reader.micros(text) != null;
  }

  private static DatePattern reader(String pattern) {
    return READERS.computeIfAbsent(pattern, p -> new DatePattern(p, 0));
  }
}
