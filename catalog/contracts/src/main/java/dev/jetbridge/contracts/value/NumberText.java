package dev.jetbridge.contracts.value;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.ValueFormat.NumberFormat;
import dev.jetbridge.contracts.ValueFormat.Percent;
import java.io.Serializable;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Turns a number as people write it into one that Spark casts without loss, or into null: marks are
 * taken off where they may stand, groups must be of three digits, and nothing is rounded.
 */
public final class NumberText implements UnaryOperator<UTF8String>, Serializable {
  private static final long serialVersionUID = 1L;

  /** More digits than any type holds, and few enough to move a point among. */
  private static final int MOST_DIGITS = 1_000;

  private final NumberFormat format;
  private final DataType type;

  NumberText(DataType type, NumberFormat format) {
    this.type = type;
    this.format = format;
  }

  /** For a column with a format of numbers of its own. */
  public static NumberText of(Column column) {
    return new NumberText(column.type(), column.values().numbers());
  }

  @Override
  public UTF8String apply(UTF8String text) {
    String plain = plain(text.toString());
    return plain == null ? null : UTF8String.fromString(plain);
  }

  /** Sign, digits and decimals; null when the text is not a number of this format and type. */
  String plain(String text) {
    String number = read(text, format);
    if (!format.tokens()) {
      return number;
    }
    String token =
        read(
            text,
            new NumberFormat('.', (char) 0, false, List.of(), Percent.NONE, format.exponent()));
    if (number == null || token == null) {
      return number == null ? token : number;
    }
    // 1.137 is one number as a token and another one as a text with groups.
    return number.equals(token) ? number : null;
  }

  private String read(String text, NumberFormat by) {
    Reading reading = new Reading(text, by);
    return reading.unwrap() && reading.digits() ? reading.plain() : null;
  }

  private boolean isWhole() {
    return type instanceof IntegerType || type instanceof LongType;
  }

  private boolean isFloating() {
    return !isWhole() && !(type instanceof DecimalType);
  }

  /** One text on its way. */
  private final class Reading {
    private final String text;
    private final NumberFormat format;
    private int from;
    private int to;
    private boolean negative;
    private boolean percent;
    private final StringBuilder digits = new StringBuilder();
    private int point;
    private int exponent;

    Reading(String text, NumberFormat format) {
      this.text = text;
      this.format = format;
      this.to = text.length();
    }

    /** Takes off what stands around the digits: one sign or parentheses, one mark, one percent. */
    boolean unwrap() {
      boolean signed = false;
      boolean open = false;
      boolean marked = false;
      for (boolean more = true; more && from < to; ) {
        char c = text.charAt(from);
        String mark = marked ? null : markAt(true);
        if ((c == '-' || c == '+') && !signed && !open) {
          signed = true;
          negative = c == '-';
          from++;
        } else if (format.accounting() && c == '(' && !signed && !open) {
          open = true;
          from++;
        } else if (mark != null) {
          marked = true;
          from += mark.length();
          from += from < to && isBlank(text.charAt(from)) ? 1 : 0;
        } else {
          more = false;
        }
      }
      boolean closed = false;
      for (boolean more = true; more && from < to; ) {
        char c = text.charAt(to - 1);
        String mark = marked ? null : markAt(false);
        if (format.accounting() && c == '-' && !signed && !open) {
          signed = true;
          negative = true;
          to--;
        } else if (c == ')' && open && !closed) {
          closed = true;
          negative = true;
          to--;
        } else if (c == '%' && format.percent() != Percent.NONE && !percent) {
          percent = true;
          dropLast(1);
        } else if (mark != null) {
          marked = true;
          dropLast(mark.length());
        } else {
          more = false;
        }
      }
      return open == closed && from < to;
    }

    /** One blank may stand between a mark and its number. */
    private void dropLast(int characters) {
      to -= characters;
      to -= from < to && isBlank(text.charAt(to - 1)) ? 1 : 0;
    }

    private String markAt(boolean start) {
      String longest = null;
      for (String mark : format.currency()) {
        boolean there =
            mark.length() <= to - from && text.startsWith(mark, start ? from : to - mark.length());
        if (there && (longest == null || mark.length() > longest.length())) {
          longest = mark;
        }
      }
      return longest;
    }

    private boolean isBlank(char c) {
      return c == ' ' || c == '\u00a0' || c == '\u202f' || c == '\u2009';
    }

    /** Reads the digits with their marks; false when something else is among them. */
    boolean digits() {
      int first = run();
      if (from < to && isGroup(text.charAt(from))) {
        if (first < 1 || first > 3 || digits.charAt(0) == '0') {
          return false;
        }
        while (from < to && isGroup(text.charAt(from))) {
          from++;
          if (run() != 3) {
            return false;
          }
        }
      }
      point = digits.length();
      if (from < to && text.charAt(from) == format.decimal() && !isWhole()) {
        from++;
        run();
      }
      if (digits.length() == 0) {
        return false;
      }
      if (from < to && (isFloating() || (format.exponent() && !isWhole()))) {
        return exponent();
      }
      return from == to && digits.length() <= MOST_DIGITS;
    }

    /** What looks like a blank is one: people cannot see which they have. */
    private boolean isGroup(char c) {
      return format.group() != 0 && (c == format.group() || (format.group() == ' ' && isBlank(c)));
    }

    private int run() {
      int start = from;
      while (from < to && text.charAt(from) >= '0' && text.charAt(from) <= '9') {
        digits.append(text.charAt(from++));
      }
      return from - start;
    }

    private boolean exponent() {
      char e = text.charAt(from++);
      boolean minus = from < to && text.charAt(from) == '-';
      from += from < to && (minus || text.charAt(from) == '+') ? 1 : 0;
      int start = from;
      while (from < to && text.charAt(from) >= '0' && text.charAt(from) <= '9') {
        from++;
      }
      if ((e != 'e' && e != 'E') || from != to || from == start || from - start > 3) {
        return false;
      }
      int power = Integer.parseInt(text.substring(start, to));
      exponent = minus ? -power : power;
      return digits.length() <= MOST_DIGITS;
    }

    String plain() {
      int shift = exponent - (percent && format.percent() == Percent.FRACTION ? 2 : 0);
      point += shift;
      if (point < 1) {
        digits.insert(0, "0".repeat(1 - point));
        point = 1;
      }
      while (digits.length() < point) {
        digits.append('0');
      }
      // A moved point leaves zeros behind that nobody wrote as decimals.
      while (shift != 0 && digits.length() > point && digits.charAt(digits.length() - 1) == '0') {
        digits.setLength(digits.length() - 1);
      }
      int leading = 0;
      while (leading < point - 1 && digits.charAt(leading) == '0') {
        leading++;
      }
      String whole = digits.substring(leading, point);
      String decimals = digits.substring(point);
      if (!fits(whole, decimals)) {
        return null;
      }
      String number = decimals.isEmpty() ? whole : whole + '.' + decimals;
      return negative ? '-' + number : number;
    }

    private boolean fits(String whole, String decimals) {
      if (type instanceof DecimalType decimal) {
        int room = decimal.precision() - decimal.scale();
        return decimals.length() <= decimal.scale()
            && (whole.length() <= room || whole.equals("0"));
      }
      if (isWhole()) {
        return decimals.isEmpty();
      }
      return FloatingText.of(type).test(whole + '.' + decimals);
    }
  }
}
