package dev.jetbridge.contracts.pattern;

import dev.jetbridge.contracts.pattern.Regex.Chars;
import dev.jetbridge.contracts.pattern.Regex.Choice;
import dev.jetbridge.contracts.pattern.Regex.Edge;
import dev.jetbridge.contracts.pattern.Regex.Repeat;
import dev.jetbridge.contracts.pattern.Regex.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Reads a regular expression in Java's syntax and refuses what takes more than one look at each
 * character. {@code ^} and {@code $} are the very beginning and end of a value.
 */
final class RegexReader {
  private static final char END = '\uFFFF';
  private static final int DEEPEST = 100;
  private static final int MOST_TIMES = 1000;
  private static final CharSet LINE_ENDS = CharSet.of("\n\r\u0085\u2028\u2029");

  private final String pattern;
  private int at;
  private int depth;
  private boolean anyCase;
  private boolean dotAll;

  private RegexReader(String pattern) {
    this.pattern = pattern;
  }

  static Regex read(String pattern) throws PatternFault {
    try {
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new PatternFault("it is not a regular expression: " + e.getDescription());
    } catch (StackOverflowError e) {
      throw new PatternFault("it is nested too deeply");
    }
    RegexReader reader = new RegexReader(pattern);
    Regex regex;
    try {
      regex = reader.choice();
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new PatternFault("it cannot be read");
    }
    if (reader.at < pattern.length()) {
      throw new PatternFault("a closing parenthesis has no opening one");
    }
    return regex;
  }

  private char peek() {
    return peek(0);
  }

  private char peek(int ahead) {
    return at + ahead < pattern.length() ? pattern.charAt(at + ahead) : END;
  }

  private Regex choice() throws PatternFault {
    if (++depth > DEEPEST) {
      throw new PatternFault("it is nested too deeply");
    }
    List<Regex> options = new ArrayList<>(List.of(sequence()));
    while (peek() == '|') {
      at++;
      options.add(sequence());
    }
    depth--;
    return options.size() == 1 ? options.get(0) : new Choice(options);
  }

  private Regex sequence() throws PatternFault {
    List<Regex> parts = new ArrayList<>();
    while (at < pattern.length() && peek() != '|' && peek() != ')') {
      if (pattern.startsWith("\\Q", at)) {
        quoted(parts);
      } else {
        parts.add(atom());
      }
      if (!parts.isEmpty()) {
        parts.add(repeated(parts.remove(parts.size() - 1)));
      }
    }
    return parts.size() == 1 ? parts.get(0) : new Sequence(parts);
  }

  private void quoted(List<Regex> parts) throws PatternFault {
    int end = pattern.indexOf("\\E", at);
    if (end < 0) {
      throw new PatternFault("\\Q has no \\E");
    }
    String text = pattern.substring(at + 2, end);
    at = end + 2;
    text.codePoints().forEach(c -> parts.add(one(CharSet.of(c, c))));
  }

  private Regex repeated(Regex part) throws PatternFault {
    Regex result = part;
    while (true) {
      int min;
      int max;
      switch (peek()) {
        case '?' -> {
          min = 0;
          max = 1;
        }
        case '*' -> {
          min = 0;
          max = Repeat.ANY;
        }
        case '+' -> {
          min = 1;
          max = Repeat.ANY;
        }
        case '{' -> {
          int end = pattern.indexOf('}', at);
          String[] counts = pattern.substring(at + 1, end).split(",", -1);
          min = times(counts[0]);
          max = counts.length == 1 ? min : counts[1].isEmpty() ? Repeat.ANY : times(counts[1]);
          at = end;
        }
        default -> {
          return result;
        }
      }
      at++;
      if (peek() == '+') {
        throw new PatternFault("possessive quantifiers such as a++ are not supported; write a+");
      }
      // Whether few or many are tried first makes no difference to whether it fits.
      at += peek() == '?' ? 1 : 0;
      result = new Repeat(result, min, max);
    }
  }

  private static int times(String count) throws PatternFault {
    int times = count.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(count);
    if (times > MOST_TIMES) {
      throw new PatternFault(
          "it repeats more than " + MOST_TIMES + " times; use minLength and maxLength");
    }
    return times;
  }

  private Regex atom() throws PatternFault {
    char c = peek();
    switch (c) {
      case '(' -> {
        return group();
      }
      case '[' -> {
        return new Chars(characterClass());
      }
      case '.' -> {
        at++;
        return new Chars(dotAll ? CharSet.ALL : LINE_ENDS.not());
      }
      case '^' -> {
        at++;
        return Edge.START;
      }
      case '$' -> {
        at++;
        return Edge.END;
      }
      case '\\' -> {
        if (peek(1) == 'A' || peek(1) == 'z') {
          at += 2;
          return pattern.charAt(at - 1) == 'A' ? Edge.START : Edge.END;
        }
        return one(escape());
      }
      default -> {
        int point = pattern.codePointAt(at);
        at += Character.charCount(point);
        return one(CharSet.of(point, point));
      }
    }
  }

  private Chars one(CharSet set) {
    return new Chars(anyCase ? set.anyCase() : set);
  }

  private Regex group() throws PatternFault {
    boolean caseBefore = anyCase;
    boolean dotBefore = dotAll;
    at++;
    if (peek() == '?') {
      boolean named = peek(1) == '<' && Character.isLetter(peek(2));
      if (named) {
        at = pattern.indexOf('>', at) + 1;
      } else if (flags()) {
        return new Sequence(List.of());
      }
    }
    Regex inside = choice();
    if (peek() != ')') {
      throw new PatternFault("a parenthesis is not closed");
    }
    at++;
    anyCase = caseBefore;
    dotAll = dotBefore;
    return inside;
  }

  /** Reads what follows {@code (?}; whether it is all of the parenthesis. */
  private boolean flags() throws PatternFault {
    at++;
    boolean on = true;
    while (true) {
      char c = peek();
      at++;
      switch (c) {
        case ':' -> {
          return false;
        }
        case ')' -> {
          return true;
        }
        case '-' -> on = false;
        case 'i' -> anyCase = on;
        case 's' -> dotAll = on;
        case '=', '!', '<' ->
            throw new PatternFault(
                "look-ahead and look-behind are not supported: a value is read once;"
                    + " write two rules instead");
        case '>' -> throw new PatternFault("atomic groups are not supported; write (?:…)");
        default -> throw new PatternFault("the flag " + c + " is not supported; only i and s are");
      }
    }
  }

  private CharSet escape() throws PatternFault {
    char c = peek(1);
    at += 2;
    return switch (c) {
      case 'd', 'D', 's', 'S', 'w', 'W', 'h', 'H', 'v', 'V' -> predefined(c);
      case 'p', 'P' -> property(c);
      case 't' -> CharSet.of('\t', '\t');
      case 'n' -> CharSet.of('\n', '\n');
      case 'r' -> CharSet.of('\r', '\r');
      case 'f' -> CharSet.of('\f', '\f');
      case 'a' -> CharSet.of(7, 7);
      case 'e' -> CharSet.of(27, 27);
      case 'x', 'u' -> hexadecimal(c);
      case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'k' ->
          throw new PatternFault(
              "back-references are not supported: what came before is not remembered");
      default -> {
        if (c < 128 && Character.isLetterOrDigit(c)) {
          throw new PatternFault("\\" + c + " is not supported");
        }
        int point = pattern.codePointAt(at - 1);
        at += Character.charCount(point) - 1;
        yield CharSet.of(point, point);
      }
    };
  }

  private static CharSet predefined(char c) {
    CharSet set =
        switch (Character.toLowerCase(c)) {
          case 'd' -> CharSet.of('0', '9');
          case 's' -> CharSet.of(" \t\n\u000B\f\r");
          case 'w' ->
              CharSet.of('0', '9')
                  .or(CharSet.of('A', 'Z'))
                  .or(CharSet.of('a', 'z'))
                  .or(CharSet.of("_"));
          case 'h' ->
              CharSet.of(" \t\u00A0\u1680\u180e\u202f\u205f\u3000").or(CharSet.of(0x2000, 0x200A));
          default -> LINE_ENDS.or(CharSet.of("\u000B\f"));
        };
    return Character.isUpperCase(c) ? set.not() : set;
  }

  /** A property by its one letter or by its name in braces: what it holds is asked of Java. */
  private CharSet property(char c) {
    int end = peek() == '{' ? pattern.indexOf('}', at) : at;
    String name = pattern.substring(at, end + 1);
    at = end + 1;
    return CharSet.ofJava("\\" + c + name);
  }

  private CharSet hexadecimal(char c) {
    int from = at;
    int to = at + (c == 'x' ? 2 : 4);
    at = to;
    if (c == 'x' && pattern.charAt(from) == '{') {
      to = pattern.indexOf('}', from);
      from++;
      at = to + 1;
    }
    int point = Integer.parseInt(pattern.substring(from, to), 16);
    boolean pair = point >= Character.MIN_HIGH_SURROGATE && point <= Character.MAX_HIGH_SURROGATE;
    if (pair && pattern.startsWith("\\u", at)) {
      int low = Integer.parseInt(pattern.substring(at + 2, at + 6), 16);
      at += 6;
      point = Character.toCodePoint((char) point, (char) low);
    }
    return CharSet.of(point, point);
  }

  /** A class of characters; what is more than characters and ranges is asked of Java. */
  private CharSet characterClass() throws PatternFault {
    int start = at;
    if (peek(peek(1) == '^' ? 2 : 1) == ']') {
      throw new PatternFault("a class begins with ]; write \\]");
    }
    int end = endOfClass();
    String text = pattern.substring(start, end);
    String inside = text.substring(1, text.length() - 1);
    boolean plain = inside.indexOf('[') < 0 && !inside.contains("&&") && !inside.contains("\\Q");
    if (!plain) {
      at = end;
      return CharSet.ofJava((anyCase ? "(?i)" : "") + text);
    }
    at = start + 1;
    boolean negated = peek() == '^';
    at += negated ? 1 : 0;
    CharSet set = CharSet.NONE;
    while (at < end - 1) {
      set = set.or(member(end));
    }
    at = end;
    set = anyCase ? set.anyCase() : set;
    return negated ? set.not() : set;
  }

  private CharSet member(int end) throws PatternFault {
    CharSet first = character();
    int[] one = first.ranges();
    boolean range = peek() == '-' && at + 1 < end - 1 && one.length == 2 && one[0] == one[1];
    if (!range) {
      return first;
    }
    at++;
    int[] last = character().ranges();
    if (last.length != 2 || last[0] != last[1]) {
      throw new PatternFault("a range ends with a class of characters; write the - last");
    }
    return CharSet.of(one[0], last[0]);
  }

  private CharSet character() throws PatternFault {
    if (peek() == '\\') {
      return escape();
    }
    int point = pattern.codePointAt(at);
    at += Character.charCount(point);
    return CharSet.of(point, point);
  }

  /** The place behind the bracket that closes the class at the place read. */
  private int endOfClass() throws PatternFault {
    int open = 0;
    for (int i = at; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '[') {
        open++;
      } else if (c == ']' && --open == 0) {
        return i + 1;
      }
    }
    throw new PatternFault("a bracket is not closed");
  }
}
