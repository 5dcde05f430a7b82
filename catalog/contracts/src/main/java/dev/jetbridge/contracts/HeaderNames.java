package dev.jetbridge.contracts;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** When a name in the header, or in the objects, of a file is that of a column. */
public enum HeaderNames implements UnaryOperator<String>, Labelled {
  /** When they are equal. */
  EXACT {
    @Override
    public String apply(String name) {
      return name;
    }
  },

  /**
   * When they are equal but for case, blanks of any kind, underscores, characters without width and
   * the Unicode normal form.
   */
  NORMALISED {
    @Override
    public String apply(String name) {
      if (name.length() > LONGEST) {
        return name;
      }
      String visible = INVISIBLE.matcher(composed(name)).replaceAll("");
      // To upper case first: some letters have two lower cases.
      String folded = visible.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
      String joined = BLANKS.matcher(folded).replaceAll("_");
      int from = joined.startsWith("_") ? 1 : 0;
      int to =
          joined.length() > from && joined.endsWith("_") ? joined.length() - 1 : joined.length();
      return joined.substring(from, to);
    }
  };

  /** Characters that have no width, such as a byte order mark within a file. */
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u00AD\\u200B-\\u200F\\u2060\\uFEFF]");

  private static final Pattern BLANKS =
      Pattern.compile("[\\s_\\u00A0\\u1680\\u2000-\\u200A\\u202F\\u205F\\u3000]+");

  /** Characters of a name; a longer one is a value, and like no other than itself. */
  public static final int LONGEST = 1_000;

  /** What Unicode's own format for streams of text allows in a row. */
  private static final int MOST_MARKS = 30;

  /** Tells which of these columns a name means; the name itself when it means none. */
  public UnaryOperator<String> among(List<String> columns) {
    if (this == EXACT) {
      return name -> name;
    }
    Set<String> exact = new HashSet<>(columns);
    Map<String, String> byKey = new HashMap<>();
    columns.forEach(column -> byKey.putIfAbsent(apply(column), column));
    return name -> exact.contains(name) ? name : byKey.getOrDefault(apply(name), name);
  }

  /**
   * A name in Unicode normal form C. One with very many marks above and below one letter stays as
   * it is: to put those in order takes a time that grows with the square of their number.
   */
  public static String composed(String name) {
    int marks = 0;
    for (int i = 0; i < name.length() && marks <= MOST_MARKS; i++) {
      int type = Character.getType(name.codePointAt(i));
      boolean mark =
          type == Character.NON_SPACING_MARK
              || type == Character.ENCLOSING_MARK
              || type == Character.COMBINING_SPACING_MARK;
      marks = mark ? marks + 1 : 0;
    }
    return marks > MOST_MARKS ? name : Normalizer.normalize(name, Normalizer.Form.NFC);
  }
}
