package dev.jetbridge.contracts.value;

import java.io.Serializable;
import java.util.function.Predicate;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The form that the whole text of a value must have before Spark casts it: the cast alone trims
 * blanks and control characters, cuts fractions off and rounds decimals. By hand over the bytes,
 * since each value of a file passes here.
 */
public final class TextForm implements Predicate<UTF8String>, Serializable {
  private static final long serialVersionUID = 1L;

  /** No decimal has more digits. */
  private static final int MOST_DIGITS = 38;

  private enum Kind {
    WHOLE,
    DECIMAL,
    BOOLEAN
  }

  private final Kind kind;
  private final int scale;

  private TextForm(Kind kind, int scale) {
    this.kind = kind;
    this.scale = scale;
  }

  /** That of a type of exact numbers, or of booleans. */
  public static TextForm of(DataType type) {
    if (type instanceof IntegerType || type instanceof LongType) {
      return new TextForm(Kind.WHOLE, 0);
    }
    if (type instanceof DecimalType decimal) {
      return new TextForm(Kind.DECIMAL, decimal.scale());
    }
    if (type instanceof BooleanType) {
      return new TextForm(Kind.BOOLEAN, 0);
    }
    throw new IllegalArgumentException("no form of " + type.simpleString());
  }

  @Override
  public boolean test(UTF8String text) {
    return switch (kind) {
      case WHOLE -> digitsFrom(text, sign(text)) == text.numBytes() && endsInDigit(text);
      case DECIMAL -> isDecimal(text);
      case BOOLEAN -> is(text, "true") || is(text, "false");
    };
  }

  public boolean test(String text) {
    return test(UTF8String.fromString(text));
  }

  /** Digits with a point before, among or behind them, or with none. */
  private boolean isDecimal(UTF8String text) {
    int length = text.numBytes();
    int from = sign(text);
    int point = digitsFrom(text, from);
    int whole = point - from;
    if (whole > MOST_DIGITS) {
      return false;
    }
    if (point == length) {
      return whole > 0;
    }
    int decimals = digitsFrom(text, point + 1) - point - 1;
    return at(text, point) == '.'
        && point + 1 + decimals == length
        && decimals <= scale
        && whole + decimals > 0;
  }

  static byte at(UTF8String text, int place) {
    return Platform.getByte(text.getBaseObject(), text.getBaseOffset() + place);
  }

  private static int sign(UTF8String text) {
    return text.numBytes() > 0 && isSign(at(text, 0)) ? 1 : 0;
  }

  private static boolean isSign(byte b) {
    return b == '-' || b == '+';
  }

  private static boolean endsInDigit(UTF8String text) {
    int length = text.numBytes();
    return length > 0 && isDigit(at(text, length - 1));
  }

  /** Where the digits end that begin here. */
  private static int digitsFrom(UTF8String text, int from) {
    int length = text.numBytes();
    int at = from;
    while (at < length && isDigit(at(text, at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static boolean is(UTF8String text, String word) {
    if (text.numBytes() != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((at(text, i) | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
