package dev.jetbridge.jobs.identity;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.nullif;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.replace;
import static org.apache.spark.sql.functions.translate;
import static org.apache.spark.sql.functions.trim;

import java.text.Normalizer;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;

/**
 * Text in the form in which it is compared. An address is trimmed and lower case: dots and tags
 * before the @ are kept, because only some providers ignore them. A name is its letters only, lower
 * case and without accents, so that "O’Brien" equals "OBrien" and "Müller" equals "Muller". Text
 * with nothing left is null and matches nothing.
 */
final class FoldedText {
  private static final Map<String, String> LIGATURES =
      new TreeMap<>(
          Map.of(
              "ß", "ss", "ẞ", "ss", "æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe", "þ", "th", "Þ",
              "th"));
  private static final String[] PLAIN = plainLatinLetters();

  private FoldedText() {}

  static Column email(Column address) {
    return nullif(lower(trim(address)), lit(""));
  }

  static Column name(Column name) {
    Column plain = translate(name, PLAIN[0], PLAIN[1]);
    for (Map.Entry<String, String> ligature : LIGATURES.entrySet()) {
      plain = replace(plain, lit(ligature.getKey()), lit(ligature.getValue()));
    }
    return nullif(lower(regexp_replace(plain, "\\P{L}", "")), lit(""));
  }

  /**
   * Latin letters with an accent, and the ASCII letter each stands for: those that compatibility
   * decomposition turns into one, and the strokes, which have no decomposition.
   */
  private static String[] plainLatinLetters() {
    StringBuilder accented = new StringBuilder("øØđĐłŁıħĦðÐ");
    StringBuilder plain = new StringBuilder("oOdDlLihHdD");
    for (char letter = '\u00c0'; letter <= '\u1eff'; letter++) {
      String decomposed =
          Normalizer.normalize(String.valueOf(letter), Normalizer.Form.NFKD)
              .replaceAll("\\p{M}", "");
      if (decomposed.length() == 1 && decomposed.charAt(0) < 128) {
        accented.append(letter);
        plain.append(decomposed);
      }
    }
    return new String[] {accented.toString(), plain.toString()};
  }
}
