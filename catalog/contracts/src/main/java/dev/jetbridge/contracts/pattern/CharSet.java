package dev.jetbridge.contracts.pattern;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** A set of characters, as ranges in order: from, to, from, to, ends included. */
final class CharSet {
  static final int LAST = Character.MAX_CODE_POINT;
  static final CharSet NONE = new CharSet(new int[0]);
  static final CharSet ALL = of(0, LAST);

  /** Reading all characters takes a while, so what was read is kept. */
  private static final Map<String, CharSet> OF_JAVA = new ConcurrentHashMap<>();

  private static final int KEPT = 200;

  private final int[] ranges;

  private CharSet(int[] ranges) {
    this.ranges = ranges;
  }

  static CharSet of(int from, int to) {
    return new CharSet(new int[] {from, to});
  }

  static CharSet of(String characters) {
    return characters.codePoints().mapToObj(c -> of(c, c)).reduce(NONE, CharSet::or);
  }

  /** The characters that one character of Java's regular expressions stands for. */
  static CharSet ofJava(String expression) {
    CharSet known = OF_JAVA.get(expression);
    if (known != null) {
      return known;
    }
    Pattern pattern = Pattern.compile(expression);
    CharSet set = where(c -> pattern.matcher(Character.toString(c)).matches());
    if (OF_JAVA.size() < KEPT) {
      OF_JAVA.put(expression, set);
    }
    return set;
  }

  private static CharSet where(IntPredicate isIn) {
    int[] found = new int[16];
    int size = 0;
    boolean in = false;
    for (int c = 0; c <= LAST + 1; c++) {
      boolean now = c <= LAST && isIn.test(c);
      if (now != in) {
        if (size == found.length) {
          found = Arrays.copyOf(found, size * 2);
        }
        found[size++] = now ? c : c - 1;
        in = now;
      }
    }
    return new CharSet(Arrays.copyOf(found, size));
  }

  int[] ranges() {
    return ranges;
  }

  CharSet or(CharSet other) {
    int[] merged = new int[ranges.length + other.ranges.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < ranges.length || j < other.ranges.length) {
      boolean mine =
          j >= other.ranges.length || (i < ranges.length && ranges[i] <= other.ranges[j]);
      int from = mine ? ranges[i] : other.ranges[j];
      int to = mine ? ranges[i + 1] : other.ranges[j + 1];
      i += mine ? 2 : 0;
      j += mine ? 0 : 2;
      if (size > 0 && from <= merged[size - 1] + 1) {
        merged[size - 1] = Math.max(merged[size - 1], to);
      } else {
        merged[size++] = from;
        merged[size++] = to;
      }
    }
    return new CharSet(Arrays.copyOf(merged, size));
  }

  CharSet not() {
    int[] gaps = new int[ranges.length + 2];
    int size = 0;
    int next = 0;
    for (int i = 0; i < ranges.length; i += 2) {
      if (ranges[i] > next) {
        gaps[size++] = next;
        gaps[size++] = ranges[i] - 1;
      }
      next = ranges[i + 1] + 1;
    }
    if (next <= LAST) {
      gaps[size++] = next;
      gaps[size++] = LAST;
    }
    return new CharSet(Arrays.copyOf(gaps, size));
  }

  /** With both cases of every letter of ASCII in it, as Java's flag i has it. */
  CharSet anyCase() {
    CharSet set = this;
    for (char lower = 'a'; lower <= 'z'; lower++) {
      char upper = (char) (lower - 'a' + 'A');
      if (contains(lower) != contains(upper)) {
        set = set.or(of(lower, lower)).or(of(upper, upper));
      }
    }
    return set;
  }

  boolean contains(int character) {
    for (int i = 0; i < ranges.length && ranges[i] <= character; i += 2) {
      if (character <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CharSet set && Arrays.equals(ranges, set.ranges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ranges);
  }
}
