package dev.jetbridge.contracts.draft;

import dev.jetbridge.contracts.TextValue;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.DataTypes;

/**
 * Which numbers all values of a column are. A leading zero or plus makes them a code, not a number.
 */
final class Numbers {
  private static final Pattern FLOAT = Pattern.compile(TextValue.NUMBER);

  /** More decimals than these are measured, not counted. */
  private static final int MAX_SCALE = 6;

  /** Digits that a draft leaves free before the point, for values that the sample does not have. */
  private static final int ROOM = 2;

  private static final int LEAST_PRECISION = 10;

  /** Above this a whole number may outgrow 32 bits soon. */
  private static final long INT_LIMIT = 1_000_000_000L;

  private boolean whole = true;
  private boolean plain = true;
  private boolean floating = true;
  private boolean exponent;
  private int integerDigits;
  private int scale;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;
  private boolean large;
  private boolean huge;

  void add(String text) {
    if (!floating) {
      return;
    }
    int from = text.startsWith("-") ? 1 : 0;
    int point = text.indexOf('.');
    int end = point < 0 ? text.length() : point;
    boolean code =
        text.startsWith("+")
            || (end - from > 1 && text.charAt(from) == '0' && isDigits(text, from, end));
    if (code || text.isEmpty() || !FLOAT.matcher(text).find()) {
      whole = false;
      plain = false;
      floating = false;
      return;
    }
    double value = Double.parseDouble(text);
    least = Math.min(least, value);
    most = Math.max(most, value);
    boolean digits = end > from && isDigits(text, from, end);
    boolean decimals =
        point < 0 || (point + 1 < text.length() && isDigits(text, point + 1, text.length()));
    whole &= digits && point < 0;
    plain &= digits && decimals;
    exponent |= text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    integerDigits = Math.max(integerDigits, end - from);
    scale = Math.max(scale, point < 0 ? 0 : text.length() - point - 1);
    if (digits && point < 0) {
      huge |= end - from > 18;
      large |= end - from <= 18 && Math.abs(Long.parseLong(text)) > INT_LIMIT;
    }
  }

  boolean within(double lower, double upper) {
    return floating && least >= lower && most <= upper;
  }

  /** Empty when the values are no numbers that a contract can hold. */
  Optional<TypeGuess> guess() {
    if (whole && !huge) {
      TypeGuess integer =
          TypeGuess.of(
              large ? DataTypes.LongType : DataTypes.IntegerType, "integer", "whole numbers");
      return Optional.of(large ? integer.integers("i64") : integer);
    }
    if (plain && (scale <= MAX_SCALE || whole)) {
      int precision = Math.max(LEAST_PRECISION, integerDigits + scale + ROOM);
      return integerDigits + scale > 38
          ? Optional.empty()
          : Optional.of(decimal(Math.min(38, precision)));
    }
    String note =
        exponent
            ? "numbers, some in scientific notation, which may have lost digits"
            : "numbers with up to " + scale + " decimals";
    return floating
        ? Optional.of(TypeGuess.of(DataTypes.DoubleType, "number", note))
        : Optional.empty();
  }

  private TypeGuess decimal(int precision) {
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
