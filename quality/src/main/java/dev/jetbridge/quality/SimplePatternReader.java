package dev.jetbridge.quality;

import dev.jetbridge.quality.SimplePattern.Position;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads a regular expression of the simple shape; gives up at anything it does not know. */
final class SimplePatternReader {
  private static final int ASCII = 128;
  private static final char BEHIND_END = 0xFFFF;
  private static final int UNBOUNDED = Integer.MAX_VALUE;
  private static final int MAX_COUNT = 100;
  private static final String SPECIAL = "\\^$.|?*+()[]{}&";

  private final String pattern;
  private int at = 1;

  private SimplePatternReader(String pattern) {
    this.pattern = pattern;
  }

  static Optional<List<Position>> read(String pattern) {
    if (pattern.length() < 2 || !pattern.startsWith("^") || !pattern.endsWith("$")) {
      return Optional.empty();
    }
    return new SimplePatternReader(pattern).positions();
  }

  private Optional<List<Position>> positions() {
    List<Position> positions = new ArrayList<>();
    while (at < pattern.length() - 1) {
      Optional<BitSet> characters = charAt(at) == '[' ? characterClass() : character();
      Optional<int[]> count = characters.flatMap(c -> count());
      if (count.isEmpty()) {
        return Optional.empty();
      }
      add(positions, characters.get(), count.get()[0], count.get()[1]);
    }
    return at == pattern.length() - 1 ? Optional.of(positions) : Optional.empty();
  }

  /** The character at a place; behind the end one that fits nothing. */
  private char charAt(int index) {
    return index < pattern.length() ? pattern.charAt(index) : BEHIND_END;
  }

  private static void add(List<Position> positions, BitSet characters, int min, int max) {
    positions.addAll(Collections.nCopies(min, new Position(characters, false, false)));
    if (max == UNBOUNDED) {
      positions.add(new Position(characters, true, true));
    } else {
      positions.addAll(Collections.nCopies(max - min, new Position(characters, true, false)));
    }
  }

  /** A character, an escape, or the dot, outside a class. */
  private Optional<BitSet> character() {
    char c = charAt(at);
    if (c == '\\') {
      return escape();
    }
    at++;
    if (c == '.') {
      BitSet any = new BitSet(ASCII);
      any.set(0, ASCII);
      any.clear('\n');
      any.clear('\r');
      return Optional.of(any);
    }
    return c < ASCII && SPECIAL.indexOf(c) < 0 ? Optional.of(only(c)) : Optional.empty();
  }

  private Optional<BitSet> escape() {
    char c = charAt(at + 1);
    at += 2;
    BitSet set = new BitSet(ASCII);
    switch (Character.toLowerCase(c)) {
      case 'd' -> set.set('0', '9' + 1);
      case 's' -> " \t\n\u000B\f\r".chars().forEach(set::set);
      case 'w' -> {
        set.set('0', '9' + 1);
        set.set('A', 'Z' + 1);
        set.set('a', 'z' + 1);
        set.set('_');
      }
      default -> {
        boolean literal = c < ASCII && !Character.isLetterOrDigit(c);
        return literal ? Optional.of(only(c)) : Optional.empty();
      }
    }
    if (Character.isUpperCase(c)) {
      set.flip(0, ASCII);
    }
    return Optional.of(set);
  }

  private Optional<BitSet> characterClass() {
    at++;
    boolean negated = charAt(at) == '^';
    if (negated) {
      at++;
    }
    BitSet set = new BitSet(ASCII);
    while (at < pattern.length() - 1 && charAt(at) != ']') {
      Optional<BitSet> member = member();
      if (member.isEmpty()) {
        return Optional.empty();
      }
      set.or(member.get());
    }
    at++;
    if (set.isEmpty() || at >= pattern.length()) {
      return Optional.empty();
    }
    if (negated) {
      set.flip(0, ASCII);
    }
    return Optional.of(set);
  }

  /** A character, a range or an escape within a class. */
  private Optional<BitSet> member() {
    char c = charAt(at);
    if (c == '\\') {
      Optional<BitSet> escape = escape();
      boolean range = charAt(at) == '-' && charAt(at + 1) != ']';
      return range ? Optional.empty() : escape;
    }
    if (c >= ASCII || c == '[' || c == '^' || c == '&') {
      return Optional.empty();
    }
    at++;
    boolean range = charAt(at) == '-' && charAt(at + 1) != ']';
    if (!range) {
      return Optional.of(only(c));
    }
    char last = charAt(at + 1);
    at += 2;
    if (!Character.isLetterOrDigit(last) || last >= ASCII || last < c) {
      return Optional.empty();
    }
    BitSet set = new BitSet(ASCII);
    set.set(c, last + 1);
    return Optional.of(set);
  }

  private static BitSet only(char c) {
    BitSet set = new BitSet(ASCII);
    set.set(c);
    return set;
  }

  /** How often: least and most; a quantifier after a quantifier is not of the simple shape. */
  private Optional<int[]> count() {
    int[] count =
        switch (charAt(at)) {
          case '?' -> new int[] {0, 1};
          case '*' -> new int[] {0, UNBOUNDED};
          case '+' -> new int[] {1, UNBOUNDED};
          case '{' -> braces();
          default -> new int[] {1, 1};
        };
    if ("?*+".indexOf(charAt(at)) >= 0) {
      at++;
    }
    boolean another = count.length > 0 && "?*+{".indexOf(charAt(at)) >= 0;
    return count.length == 0 || another ? Optional.empty() : Optional.of(count);
  }

  private int[] braces() {
    int end = pattern.indexOf('}', at);
    String text = end < 0 ? "" : pattern.substring(at + 1, end);
    if (!text.matches("\\d{1,3}(,\\d{0,3})?")) {
      return new int[0];
    }
    at = end + 1;
    int comma = text.indexOf(',');
    int min = Integer.parseInt(comma < 0 ? text : text.substring(0, comma));
    String most = comma < 0 ? text : text.substring(comma + 1);
    int max = most.isEmpty() ? UNBOUNDED : Integer.parseInt(most);
    boolean sane = min <= MAX_COUNT && (max == UNBOUNDED || (max <= MAX_COUNT && min <= max));
    return sane ? new int[] {min, max} : new int[0];
  }
}
