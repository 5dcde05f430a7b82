package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.value.TextValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataTypes;

/**
 * A way to write a date or an instant. Which century a year of two digits means is not in the file.
 *
 * @param date whether it has no time of day
 * @param pattern its letters; empty for ISO 8601
 */
record Temporal(boolean date, Optional<String> pattern) {
  private static final List<String> DAYS =
      List.of(
          "yyyyMMdd",
          "yyyy/MM/dd",
          "yyyy.MM.dd",
          "dd/MM/yyyy",
          "MM/dd/yyyy",
          "dd-MM-yyyy",
          "MM-dd-yyyy",
          "dd.MM.yyyy",
          "d/M/yyyy",
          "M/d/yyyy",
          "d-M-yyyy",
          "M-d-yyyy",
          "d.M.yyyy",
          "dd MMM yyyy",
          "dd-MMM-yyyy",
          "d MMM yyyy",
          "d-MMM-yyyy",
          "ddMMMyyyy",
          "dd/MM/yy",
          "MM/dd/yy",
          "dd-MM-yy",
          "MM-dd-yy",
          "dd.MM.yy",
          "d/M/yy",
          "M/d/yy",
          "d-M-yy",
          "M-d-yy",
          "d.M.yy",
          "dd-MMM-yy",
          "d-MMM-yy",
          "dd MMM yy",
          "d MMM yy");

  private static final List<String> TIMES =
      List.of(
          " HH:mm:ss",
          " HH:mm",
          " HH:mm:ss.SSS",
          "'T'HH:mm:ss",
          " HH.mm.ss",
          " HH.mm",
          " H.mm.ss",
          " H.mm",
          " H:mm:ss",
          " H:mm",
          " hh:mm:ss a",
          " hh:mm a",
          " h:mm:ss a",
          " h:mm a",
          "HHmmss",
          "'T'HHmmss");

  private static final Map<Temporal, Predicate<String>> READERS = new ConcurrentHashMap<>();
  private static final Map<Temporal, Pattern> SHAPES = new ConcurrentHashMap<>();
  private static final Pattern ISO_SHAPE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}.*");

  /** All that are known; of two that fit the same values the better one comes first. */
  static final List<Temporal> KNOWN = known();

  private static List<Temporal> known() {
    List<Temporal> known = new ArrayList<>();
    known.add(new Temporal(true, Optional.empty()));
    known.add(new Temporal(false, Optional.empty()));
    DAYS.forEach(day -> known.add(new Temporal(true, Optional.of(day))));
    for (String day : DAYS) {
      for (String time : TIMES) {
        boolean compact = day.equals("yyyyMMdd") == time.endsWith("HHmmss");
        if (compact) {
          known.add(new Temporal(false, Optional.of(day + time)));
        }
      }
    }
    return List.copyOf(known);
  }

  boolean reads(String text) {
    return READERS.computeIfAbsent(this, Temporal::reader).test(text);
  }

  /** Whether the text has the outline of one, be it a day that exists or not. */
  boolean outlines(String text) {
    return (pattern.isEmpty()
            ? ISO_SHAPE
            : SHAPES.computeIfAbsent(this, t -> Pattern.compile(shape(t.pattern.orElseThrow()))))
        .matcher(text)
        .matches();
  }

  /** What values must have in common to be read by one and the same way. */
  String outline() {
    return pattern
        .map(
            p ->
                (p.startsWith("y") ? "y" : "") + p.replace("MMM", "jan").replaceAll("[dMHh]+", "#"))
        .orElse("ISO");
  }

  /** The pattern of ISO 8601 where one must be written: of days only. */
  String iso() {
    return "yyyy-MM-dd";
  }

  /** Whether the year has two digits, so that its century is not told. */
  boolean shortYear() {
    return pattern.filter(p -> p.contains("yy") && !p.contains("yyyy")).isPresent();
  }

  /** The shape first: that a text does not parse is costly to find out. */
  private static Predicate<String> reader(Temporal temporal) {
    Predicate<String> parses =
        TextValue.of(
            temporal.date ? DataTypes.DateType : DataTypes.TimestampType, temporal.pattern);
    if (temporal.pattern.isEmpty()) {
      return parses;
    }
    Predicate<String> shape = Pattern.compile(shape(temporal.pattern.get())).asMatchPredicate();
    // Eight digits are a day only where they could be one that somebody writes down.
    Predicate<String> likely =
        temporal.pattern.get().startsWith("yyyyMMdd")
            ? text -> text.startsWith("19") || text.startsWith("20")
            : text -> true;
    return text -> shape.test(text) && likely.test(text) && parses.test(text);
  }

  private static String shape(String pattern) {
    return pattern
        .replace("'T'", "\u0001")
        .replace(".", "\\.")
        .replaceAll("yyyy", "[0-9]{4}")
        .replaceAll("yy", "[0-9]{2}")
        .replaceAll("MMM", "[A-Za-z]{3}")
        .replaceAll("SSS", "[0-9]{3}")
        .replaceAll("dd|MM|HH|hh|mm|ss", "[0-9]{2}")
        .replaceAll("(?<![a-zA-Z{\\[])[dMHh](?![a-zA-Z])", "[0-9]{1,2}")
        .replace(" a", " [AaPp][Mm]")
        .replace("\u0001", "T");
  }

  /** Whether the day stands before the month; empty when names or the year's place tell. */
  Optional<Boolean> dayFirst() {
    return pattern
        .filter(p -> !p.contains("MMM") && !p.startsWith("y"))
        .map(p -> p.indexOf('d') < p.indexOf('M'));
  }

  /** The same but for the order of day and month. */
  boolean swaps(Temporal other) {
    return dayFirst().isPresent()
        && other.dayFirst().isPresent()
        && !dayFirst().equals(other.dayFirst())
        && swapped(pattern.orElseThrow()).equals(other.pattern.orElseThrow());
  }

  private static String swapped(String pattern) {
    return pattern.replace('d', '\u0001').replace('M', 'd').replace('\u0001', 'M');
  }
}
