package dev.jetbridge.contracts;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Finds where the outermost fields of one JSON object stand in a line, in one pass over its bytes.
 * It is strict (RFC 8259) and converts nothing: a number, an object or an array is the bytes that
 * were sent. A parser that makes numbers of numbers would change the last digits of some.
 */
public final class JsonScan {
  /**
   * Objects and arrays within each other, the outermost included. It is what Jackson reads, with
   * which Spark's functions of JSON look into a nested text.
   */
  public static final int DEEPEST = 1_000;

  /** What a line is that goes beyond it. */
  public static final String TOO_DEEP =
      String.format(Locale.ROOT, "nested deeper than %,d levels", DEEPEST);

  private static final byte[] LITERAL_TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LITERAL_FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LITERAL_NULL = "null".getBytes(StandardCharsets.US_ASCII);

  /** What a field holds; TEXT and NAME are without their quotes. */
  private static final int PLAIN = 0;

  private static final int ESCAPED = 1;
  private static final int NULL = 2;
  private static final int NESTED = 3;

  private static final int WIDTH = 6;

  private final boolean[] isObject = new boolean[DEEPEST];
  private byte[] in = new byte[0];
  private int at;
  private int end;
  private boolean escapes;
  private boolean half;
  private boolean tooDeep;
  private int count;

  /** Of each field the place and kind of its name and of its value. */
  private int[] fields = new int[16 * WIDTH];

  /** Whether the bytes are one object and nothing else but blanks. */
  public boolean object(byte[] bytes, int from, int to) {
    in = bytes;
    at = from;
    end = to;
    half = false;
    tooDeep = false;
    count = 0;
    if (next() != '{') {
      return false;
    }
    at++;
    if (next() == '}') {
      at++;
      return next() == 0 && at == end;
    }
    while (field()) {
      byte b = next();
      at++;
      if (b == '}') {
        return next() == 0 && at == end;
      }
      if (b != ',') {
        return false;
      }
    }
    return false;
  }

  /** What bytes are that are no line of one object. */
  public enum Document {
    /** An array, on one line or more. */
    ARRAY,
    /** An object that goes on over the end of its line. */
    OBJECT,
    NONE
  }

  /**
   * Whether the beginning of a file is that of one JSON text, and not of lines of one object each.
   * A line that is broken off is none: what follows it does not go on where it ended.
   *
   * @param whole whether the bytes are the whole file
   */
  public Document document(byte[] bytes, int from, int to, boolean whole) {
    in = bytes;
    at = from;
    end = to;
    while (end > from && isBlank(in[end - 1])) {
      end--;
    }
    byte first = next();
    if (first != '{' && first != '[') {
      return Document.NONE;
    }
    int start = at;
    boolean closed = nested();
    if (!closed && at < end) {
      return Document.NONE;
    }
    boolean lines = false;
    for (int i = start; i < Math.min(at, end); i++) {
      lines |= in[i] == '\n';
    }
    if (first == '[') {
      // Of one line among others only that record is none.
      boolean alone = closed ? whole && next() == 0 : !whole;
      return lines || alone ? Document.ARRAY : Document.NONE;
    }
    return lines ? Document.OBJECT : Document.NONE;
  }

  /** How many fields the last object has. */
  public int count() {
    return count;
  }

  /** Whether an escape in it is half of a character. */
  public boolean half() {
    return half;
  }

  /** Whether it is none because it is nested deeper than {@link #DEEPEST}. */
  public boolean tooDeep() {
    return tooDeep;
  }

  public int nameFrom(int field) {
    return fields[field * WIDTH];
  }

  public int nameTo(int field) {
    return fields[field * WIDTH + 1];
  }

  public boolean nameEscaped(int field) {
    return fields[field * WIDTH + 2] == ESCAPED;
  }

  public int valueFrom(int field) {
    return fields[field * WIDTH + 3];
  }

  public int valueTo(int field) {
    return fields[field * WIDTH + 4];
  }

  public boolean valueEscaped(int field) {
    return fields[field * WIDTH + 5] == ESCAPED;
  }

  public boolean isNull(int field) {
    return fields[field * WIDTH + 5] == NULL;
  }

  public String name(byte[] bytes, int field) {
    return text(bytes, nameFrom(field), nameTo(field), nameEscaped(field));
  }

  /** What a field holds, a text without its quotes and escapes. */
  public String text(byte[] bytes, int field) {
    return text(bytes, valueFrom(field), valueTo(field), valueEscaped(field));
  }

  public static String text(byte[] bytes, int from, int to, boolean escaped) {
    return escaped
        ? new String(unescaped(bytes, from, to), StandardCharsets.UTF_8)
        : new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Whether a field holds a text, a number, true or false. */
  public boolean isScalar(int field) {
    int kind = fields[field * WIDTH + 5];
    return kind != NULL && kind != NESTED;
  }

  private boolean field() {
    if (next() != '"') {
      return false;
    }
    if (fields.length < (count + 1) * WIDTH) {
      fields = Arrays.copyOf(fields, 2 * fields.length);
    }
    int place = count++ * WIDTH;
    fields[place] = ++at;
    if (!string()) {
      return false;
    }
    fields[place + 1] = at - 1;
    fields[place + 2] = escapes ? ESCAPED : PLAIN;
    if (next() != ':') {
      return false;
    }
    at++;
    byte b = next();
    int from = at;
    boolean nests = b == '{' || b == '[';
    boolean good = nests ? nested() : scalar(b);
    boolean text = b == '"';
    fields[place + 3] = text ? from + 1 : from;
    fields[place + 4] = text ? at - 1 : at;
    fields[place + 5] = nests ? NESTED : b == 'n' ? NULL : text && escapes ? ESCAPED : PLAIN;
    return good;
  }

  /** Passes over an object or array and all within it. */
  private boolean nested() {
    int depth = 0;
    boolean expected = true;
    boolean fresh = true;
    isObject[depth++] = in[at++] == '{';
    while (depth > 0) {
      byte b = next();
      boolean object = isObject[depth - 1];
      boolean closes = b == (object ? '}' : ']');
      if (closes && (fresh || !expected)) {
        at++;
        depth--;
        expected = false;
        fresh = false;
      } else if (!expected) {
        if (b != ',') {
          return false;
        }
        at++;
        expected = true;
      } else {
        fresh = false;
        if (object) {
          if (b != '"') {
            return false;
          }
          at++;
          if (!string() || next() != ':') {
            return false;
          }
          at++;
          b = next();
        }
        if (b == '{' || b == '[') {
          if (depth == DEEPEST - 1) {
            tooDeep = true;
            return false;
          }
          isObject[depth++] = b == '{';
          at++;
          fresh = true;
        } else if (scalar(b)) {
          expected = false;
        } else {
          return false;
        }
      }
    }
    return true;
  }

  private boolean scalar(byte first) {
    return switch (first) {
      case '"' -> {
        at++;
        yield string();
      }
      case 't' -> literal(LITERAL_TRUE);
      case 'f' -> literal(LITERAL_FALSE);
      case 'n' -> literal(LITERAL_NULL);
      default -> number();
    };
  }

  private boolean literal(byte[] word) {
    if (end - at < word.length) {
      at = end;
      return false;
    }
    if (!Arrays.equals(in, at, at + word.length, word, 0, word.length)) {
      return false;
    }
    at += word.length;
    return true;
  }

  private boolean number() {
    if (at < end && in[at] == '-') {
      at++;
    }
    if (at < end && in[at] == '0') {
      at++;
    } else if (!digits()) {
      return false;
    }
    if (at < end && in[at] == '.') {
      at++;
      if (!digits()) {
        return false;
      }
    }
    if (at < end && (in[at] == 'e' || in[at] == 'E')) {
      at++;
      if (at < end && (in[at] == '+' || in[at] == '-')) {
        at++;
      }
      return digits();
    }
    return true;
  }

  private boolean digits() {
    int from = at;
    while (at < end && in[at] >= '0' && in[at] <= '9') {
      at++;
    }
    return at > from;
  }

  /** Passes over a text and the quote that closes it. */
  private boolean string() {
    escapes = false;
    while (at < end) {
      byte b = in[at++];
      if (b == '"') {
        return true;
      }
      if (b == '\\') {
        escapes = true;
        if (!escape()) {
          return false;
        }
      } else if (b >= 0 && b < ' ') {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    if (at == end) {
      return false;
    }
    switch (in[at++]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return true;
      }
      case 'u' -> {
        int unit = unit(in, at, end);
        at += 4;
        if (unit < 0) {
          return false;
        }
        if (unit >= Character.MIN_HIGH_SURROGATE && unit <= Character.MAX_HIGH_SURROGATE) {
          boolean low = at + 6 <= end && in[at] == '\\' && in[at + 1] == 'u';
          int second = low ? unit(in, at + 2, end) : -1;
          if (second >= Character.MIN_LOW_SURROGATE && second <= Character.MAX_LOW_SURROGATE) {
            at += 6;
          } else {
            half = true;
          }
        } else if (unit >= Character.MIN_LOW_SURROGATE && unit <= Character.MAX_LOW_SURROGATE) {
          half = true;
        }
        return true;
      }
      default -> {
        return false;
      }
    }
  }

  /** Four hexadecimal digits; -1 when there are others. */
  private static int unit(byte[] in, int from, int end) {
    if (from + 4 > end) {
      return -1;
    }
    int unit = 0;
    for (int i = from; i < from + 4; i++) {
      int digit = in[i] < 0 ? -1 : Character.digit(in[i], 16);
      if (digit < 0) {
        return -1;
      }
      unit = 16 * unit + digit;
    }
    return unit;
  }

  /** The next byte that is no blank; 0, which stands in no JSON, at the end. */
  private byte next() {
    while (at < end) {
      byte b = in[at];
      if (!isBlank(b)) {
        return b;
      }
      at++;
    }
    return 0;
  }

  /** A line feed is one where more than a line is looked at. */
  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /** A text without its escapes, in UTF-8; the bytes are those of a text that was passed over. */
  public static byte[] unescaped(byte[] in, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
    int i = from;
    while (i < to) {
      byte b = in[i++];
      if (b != '\\') {
        out.write(b);
        continue;
      }
      byte escape = in[i++];
      if (escape == 'u') {
        // Two halves of one character belong together.
        int start = i - 2;
        i += 4;
        while (i + 6 <= to && in[i] == '\\' && in[i + 1] == 'u') {
          i += 6;
        }
        out.writeBytes(characters(in, start, i).getBytes(StandardCharsets.UTF_8));
      } else {
        out.write(
            switch (escape) {
              case 'b' -> '\b';
              case 'f' -> '\f';
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              default -> escape;
            });
      }
    }
    return out.toByteArray();
  }

  /** Escapes of the form {@code \\uXXXX}, one after the other. */
  private static String characters(byte[] in, int from, int to) {
    StringBuilder text = new StringBuilder((to - from) / 6);
    for (int i = from; i < to; i += 6) {
      text.append((char) unit(in, i + 2, to));
    }
    return text.toString();
  }
}
