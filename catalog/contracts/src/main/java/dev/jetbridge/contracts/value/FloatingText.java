package dev.jetbridge.contracts.value;

import java.io.Serializable;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads the whole text of a number as a double or a float: digits, perhaps with a point before,
 * among or behind them, and an exponent of up to three digits. Null when it is none, or when the
 * type has none like it: beyond the largest, or other than 0 and so small that it would become 0.
 *
 * <p>By hand over the bytes, since each value of a file passes here. Java's parser, which is what
 * Spark's cast calls, costs several times as much and is asked for long numbers only.
 */
public final class FloatingText implements Function<UTF8String, Object>, Serializable {
  private static final long serialVersionUID = 1L;

  /** With another digit a whole number up to this is still one that a double holds. */
  private static final long MOST = (1L << 53) / 10 - 1;

  /** Powers of ten that a double holds: one of them and such a number are rounded once, rightly. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  private static final int MOST_EXPONENT = 3;

  private final boolean single;

  private FloatingText(boolean single) {
    this.single = single;
  }

  public static FloatingText of(DataType type) {
    return new FloatingText(type instanceof FloatType);
  }

  public static boolean reads(DataType type) {
    return type instanceof DoubleType || type instanceof FloatType;
  }

  /** A Double or a Float. */
  @Override
  public Object apply(UTF8String text) {
    int length = text.numBytes();
    int at = length > 0 && isSign(TextForm.at(text, 0)) ? 1 : 0;
    int first = at;
    int point = -1;
    long digits = 0;
    boolean exact = true;
    boolean zero = true;
    for (; at < length; at++) {
      int digit = TextForm.at(text, at) - '0';
      if (digit >= 0 && digit <= 9) {
        exact &= digits <= MOST;
        zero &= digit == 0;
        digits = digits * 10 + digit;
      } else if (digit == '.' - '0' && point < 0) {
        point = at;
      } else {
        break;
      }
    }
    int decimals = point < 0 ? 0 : at - point - 1;
    if (at - first == (point < 0 ? 0 : 1)) {
      return null;
    }
    int power = -decimals;
    if (at < length) {
      Integer exponent = exponent(text, at);
      if (exponent == null) {
        return null;
      }
      power += exponent;
    }
    if (single || !exact || power >= POWERS.length || -power >= POWERS.length) {
      return parsed(text.toString(), zero);
    }
    double value = power < 0 ? digits / POWERS[-power] : digits * POWERS[power];
    return TextForm.at(text, 0) == '-' ? -value : value;
  }

  boolean test(String text) {
    return apply(UTF8String.fromString(text)) != null;
  }

  /** What stands behind the digits; null when it is not an exponent. */
  private static Integer exponent(UTF8String text, int from) {
    int length = text.numBytes();
    if ((TextForm.at(text, from) | 0x20) != 'e') {
      return null;
    }
    int at = from + 1;
    boolean signed = at < length && isSign(TextForm.at(text, at));
    boolean negative = signed && TextForm.at(text, at) == '-';
    at += signed ? 1 : 0;
    if (at == length || length - at > MOST_EXPONENT) {
      return null;
    }
    int exponent = 0;
    for (; at < length; at++) {
      int digit = TextForm.at(text, at) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      exponent = exponent * 10 + digit;
    }
    return negative ? -exponent : exponent;
  }

  private Object parsed(String text, boolean zero) {
    if (single) {
      float value = Float.parseFloat(text);
      return Float.isInfinite(value) || (value == 0 && !zero) ? null : (Object) value;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) || (value == 0 && !zero) ? null : (Object) value;
  }

  private static boolean isSign(byte b) {
    return b == '-' || b == '+';
  }
}
