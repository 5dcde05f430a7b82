package dev.jetbridge.pipelines.ingest;

import java.util.Arrays;

/**
 * Looks at the bytes of a line of JSON for what Spark's reader passes over without a word: more
 * than one value, a name that stands twice, half of a character. It need not be right about lines
 * that it calls odd, those are looked at again by {@link JsonLines}; about the others it is.
 */
final class JsonShape {
  /** Jackson reads no deeper. */
  private static final int DEEPEST = 1_000;

  private int depth;
  private boolean begun;
  private boolean ended;
  private boolean odd;
  private boolean text;
  private boolean escaped;
  private boolean nameNext;
  private boolean name;
  private long hash;
  private long[] names = new long[32];
  private int nameCount;
  private int hexLeft;
  private int hex;
  private boolean lowHalf;

  /** A line begins. */
  void begin() {
    depth = 0;
    begun = false;
    ended = false;
    odd = false;
    text = false;
    escaped = false;
    hexLeft = 0;
    lowHalf = false;
    nameCount = 0;
  }

  /** Whether the line that ends here may be something else than one plain object. */
  boolean odd() {
    return odd || !ended;
  }

  /** Whether a line without anything but blanks has others than JSON allows. */
  boolean oddBlanks() {
    return odd;
  }

  /** Takes the next byte of the line. */
  void accept(byte b) {
    if (text) {
      inText(b);
      return;
    }
    switch (b) {
      case '"' -> {
        text = true;
        name = nameNext && depth == 1;
        nameNext = false;
        hash = 1;
      }
      case '{', '[' -> {
        odd |= ended || depth == DEEPEST || (depth == 0 && b == '[');
        begun = true;
        nameNext = b == '{' && depth == 0;
        depth++;
      }
      case '}', ']' -> {
        depth--;
        odd |= depth < 0;
        ended |= depth == 0;
      }
      case ',' -> nameNext = depth == 1;
      case ' ', '\t', '\r' -> {
        // Blanks mean nothing here.
      }
      default -> odd |= b == '\'' || (b >= 0 && b < ' ') || !begun || ended;
    }
  }

  private void inText(byte b) {
    if (hexLeft > 0) {
      int digit = Character.digit(b, 16);
      odd |= digit < 0;
      hex = 16 * hex + digit;
      if (--hexLeft == 0) {
        escapedCharacter();
      }
    } else if (escaped) {
      escaped = false;
      if (b == 'u') {
        hexLeft = 4;
        hex = 0;
      } else {
        odd |= lowHalf;
      }
    } else if (b == '\\') {
      escaped = true;
      // The same name can be written in many ways.
      odd |= name;
    } else {
      odd |= lowHalf;
      if (b == '"') {
        text = false;
        if (name) {
          addName();
        }
      } else {
        hash = hash * 0x9E3779B97F4A7C15L + b;
      }
    }
  }

  private void escapedCharacter() {
    boolean high = hex >= 0xD800 && hex <= 0xDBFF;
    boolean low = hex >= 0xDC00 && hex <= 0xDFFF;
    odd |= low != lowHalf;
    lowHalf = high;
  }

  private void addName() {
    for (int i = 0; i < nameCount; i++) {
      odd |= names[i] == hash;
    }
    if (nameCount == names.length) {
      names = Arrays.copyOf(names, 2 * nameCount);
    }
    // Objects that wide are looked at again: here they would take the square of their names.
    odd |= nameCount > DEEPEST;
    if (!odd) {
      names[nameCount++] = hash;
    }
  }
}
