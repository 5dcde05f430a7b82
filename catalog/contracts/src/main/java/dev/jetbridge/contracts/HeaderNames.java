package dev.jetbridge.contracts;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** When a name in the header, or in the objects, of a file is that of a column. */
public enum HeaderNames implements UnaryOperator<String> {
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
      String visible =
          INVISIBLE.matcher(Normalizer.normalize(name, Normalizer.Form.NFC)).replaceAll("");
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

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The column that a name means; the name itself when it means none. */
  public String column(String name, List<String> columns) {
    if (this == EXACT || columns.contains(name)) {
      return name;
    }
    String key = apply(name);
    return columns.stream().filter(c -> apply(c).equals(key)).findFirst().orElse(name);
  }
}
