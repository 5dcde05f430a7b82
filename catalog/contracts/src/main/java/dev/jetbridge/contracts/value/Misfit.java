package dev.jetbridge.contracts.value;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.BooleanType;

/**
 * Says which shape a text has that is not a value of its column, and what would accept it. Never
 * the text itself, and one of few sentences, since reasons are counted. Only rejected values come
 * here.
 */
final class Misfit {
  /** Longer texts are not looked into. */
  private static final int LONGEST = 200;

  private static final Set<String> MARKERS =
      Set.of(
          "na",
          "n/a",
          "n.a.",
          "nan",
          "null",
          "(null)",
          "<null>",
          "nil",
          "none",
          "\\n",
          "-",
          "--",
          "---",
          "?",
          ".",
          "*",
          "unknown",
          "missing",
          "leer",
          "undefined",
          "nat");

  private static final Pattern SPREADSHEET_ERROR =
      Pattern.compile("#(?:N/A|NV|REF!|VALUE!|DIV/0!|NAME\\?|NUM!|NULL!|SPILL!|CALC!)");
  private static final Set<String> NO_NUMBERS =
      Set.of("nan", "inf", "infinity", "1.#inf", "1.#qnan", "∞");

  private Misfit() {}

  static String of(TextValue column, String text) {
    if (text.isEmpty()) {
      return "is an empty text; nullMarkers [''] would read it as null";
    }
    String inner = strip(text);
    if (inner.isEmpty()) {
      return isBlanks(text) && column.isTrimmable()
          ? "is blank; trimBlanks: true would read it as null"
          : "is blank";
    }
    if (inner.length() > LONGEST) {
      return "has more than " + LONGEST + " characters";
    }
    if (inner.length() < text.length() && column.test(inner)) {
      return around(column, text, inner);
    }
    return shape(column, inner);
  }

  private static String around(TextValue column, String text, String inner) {
    String others = text.replace(inner, "");
    if (!isBlanks(others)) {
      return others.chars().anyMatch(c -> c == '\u00a0' || c == '\u202f' || c == '\u2007')
          ? "has a no-break space around it"
          : "has line breaks or other control characters around it";
    }
    return column.isTrimmable()
        ? "has blanks around it; trimBlanks: true would accept it"
        : "has blanks around it";
  }

  private static String shape(TextValue column, String text) {
    boolean temporal = column.isTemporal();
    boolean number = !temporal && !(column.type() instanceof BooleanType);
    String word = text.toLowerCase(Locale.ROOT);
    if (SPREADSHEET_ERROR.matcher(text).matches()) {
      return "is an error of a spreadsheet; nullMarkers would read it as null";
    }
    if (text.startsWith("=")) {
      return "is a formula of a spreadsheet";
    }
    if (number && NO_NUMBERS.contains(word.startsWith("-") ? word.substring(1) : word)) {
      return "is NaN or an infinity, which is not a number; nullMarkers would read it as null";
    }
    if (MARKERS.contains(word)) {
      return "is a marker for a missing value; nullMarkers would read it as null";
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      return "has control characters in it";
    }
    if (temporal) {
      return MomentMisfit.of(column, text);
    }
    return number ? NumberMisfit.of(column, text) : booleanShape(text);
  }

  private static String booleanShape(String text) {
    if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return "is a number; booleanWords would read it as a word";
    }
    return text.length() <= 20 && text.chars().allMatch(Character::isLetter)
        ? "is a different word; booleanWords would accept it"
        : "is a different text; booleanWords would accept it";
  }

  private static boolean isBlanks(String text) {
    return text.chars().allMatch(c -> c == ' ');
  }

  /** Without blanks, control characters and separators of any alphabet around it. */
  private static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (from < to && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c)
        || Character.isSpaceChar(c)
        || Character.isISOControl(c)
        || c == '\ufeff'
        || c == '\u200b';
  }
}
