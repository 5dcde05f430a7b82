package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.value.TextValue;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which numbers the values of a column are. A leading zero or plus before whole digits makes a
 * code, and one code a column of text.
 */
final class Numbers {
  private static final Pattern FLOAT = Pattern.compile(TextValue.NUMBER);

  /** More decimals than these are measured, not counted. */
  private static final int MAX_SCALE = 6;

  /** Digits that a draft leaves free before the point, for values that the sample does not have. */
  static final int ROOM = 2;

  static final int LEAST_PRECISION = 10;

  /** Digits of a whole number that 64 bits surely hold. */
  private static final int LONG_DIGITS = 18;

  /** Digits that a double surely keeps. */
  private static final int EXACT_DIGITS = 15;

  /** Above this a whole number may outgrow 32 bits soon. */
  private static final long INT_LIMIT = 1_000_000_000L;

  private long whole;
  private long huge;
  private long finerThanThousand;
  private long pointed;
  private long pointZero;
  private long grouped;
  private long floating;
  private long scientific;
  private long codes;
  private int integerDigits;
  private int scale;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private boolean large;

  /** False for a text that is not a number. */
  boolean add(String text) {
    if (text.isEmpty() || text.charAt(0) > '9' || !FLOAT.matcher(text).find()) {
      return false;
    }
    int from = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    int point = text.indexOf('.');
    int end = point < 0 ? text.length() : point;
    boolean digits = end > from && isDigits(text, from, end);
    boolean zero = end - from > 1 && text.charAt(from) == '0';
    if (digits && point < 0 && (zero || text.charAt(0) == '+')) {
      codes++;
      return true;
    }
    double value = Double.parseDouble(text);
    least = Math.min(least, value);
    most = Math.max(most, value);
    boolean decimals = point + 1 < text.length() && isDigits(text, point + 1, text.length());
    if (digits && point < 0) {
      integerDigits = Math.max(integerDigits, end - from);
      addWhole(text, end - from);
    } else if (decimals && (digits || end == from)) {
      integerDigits = Math.max(integerDigits, end - from);
      scale = Math.max(scale, text.length() - point - 1);
      pointed++;
      pointZero += text.endsWith(".0") && text.length() - point == 2 ? 1 : 0;
      grouped += digits && end - from <= 3 && !zero && text.length() - point - 1 == 3 ? 1 : 0;
    } else {
      floating++;
      scientific += text.indexOf('+') > 0 ? 1 : 0;
    }
    return true;
  }

  private void addWhole(String text, int digits) {
    if (digits <= LONG_DIGITS || TextValue.of(DataTypes.LongType, Optional.empty()).test(text)) {
      whole++;
      finerThanThousand += text.endsWith("000") ? 0 : 1;
      large |= digits > LONG_DIGITS || Math.abs(Long.parseLong(text)) > INT_LIMIT;
    } else {
      huge++;
    }
  }

  boolean within(double lower, double upper) {
    return codes == 0 && least >= lower && most <= upper;
  }

  /** Whether all are whole numbers written with one zero after the point. */
  boolean pointZeros() {
    return pointZero > 0 && pointZero == pointed && whole + huge + floating + codes == 0;
  }

  /** Whether all whole numbers are multiples of a thousand. */
  boolean thousands() {
    return finerThanThousand == 0;
  }

  /** Values with a leading zero or plus. */
  long codes() {
    return codes;
  }

  /** Digits without a point. */
  long wholes() {
    return whole + huge + codes;
  }

  /** Digits before and after a point. */
  long pointed() {
    return pointed;
  }

  /** Those of them whose point may part thousands. */
  long grouped() {
    return grouped;
  }

  int scale() {
    return scale;
  }

  int integerDigits() {
    return integerDigits;
  }

  /** How many values are numbers of any kind. */
  long numeric() {
    return whole + huge + pointed + floating;
  }

  /**
   * The type that most values have; empty when they are no numbers that a contract can hold.
   *
   * @param allowed how many values may be of another kind, which do not decide then
   */
  Optional<Fit> guess(long allowed) {
    if (codes > 0 || numeric() == 0) {
      return Optional.empty();
    }
    boolean fewOthers = pointed + floating <= allowed || scientific > 0;
    boolean spoilt = 2 * whole > numeric() && pointed == pointZero && floating == scientific;
    if (whole > 0 && huge == 0 && (pointed + floating == 0 || (fewOthers && spoilt))) {
      TypeGuess integer =
          TypeGuess.of(
              large ? DataTypes.LongType : DataTypes.IntegerType, "integer", "whole numbers");
      return Optional.of(new Fit(large ? integer.integers("i64") : integer, whole));
    }
    if (floating == 0 && scale <= MAX_SCALE) {
      int precision = Math.max(LEAST_PRECISION, integerDigits + scale + ROOM);
      return integerDigits + scale > 38
          ? Optional.empty()
          : Optional.of(new Fit(decimal(Math.min(38, precision), scale), numeric()));
    }
    if (integerDigits > EXACT_DIGITS && floating > 0) {
      return integerDigits > 38
          ? Optional.empty()
          : Optional.of(new Fit(decimal(Math.min(38, integerDigits + ROOM), 0), whole + huge));
    }
    String note =
        scientific > 0
            ? "numbers, some in scientific notation, which may have lost digits"
            : "numbers with up to " + scale + " decimals";
    return Optional.of(new Fit(TypeGuess.of(DataTypes.DoubleType, "number", note), numeric()));
  }

  /** A type and how many values have it. */
  record Fit(TypeGuess type, long values) {
    Predicate<String> test() {
      return TextValue.of(type.type(), type.format());
    }
  }

  static TypeGuess decimal(int precision, int scale) {
    return TypeGuess.of(
            DataTypes.createDecimalType(precision, scale),
            "number",
            scale == 0
                ? "whole numbers of more than 18 digits"
                : "numbers with up to " + scale + (scale == 1 ? " decimal" : " decimals"))
        .physical("decimal(" + precision + "," + scale + ")");
  }

  private static boolean isDigits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }
}
