package dev.jetbridge.pipelines.ingest.draft;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Texts that senders write where there is no value, and how often a column has each. */
final class NullMarkers {
  /** These mean nothing else, in a column of text neither. */
  private static final Set<String> PLAIN = Set.of("\\N", "#N/A", "<NA>", "(null)", "[NULL]");

  /** These are a country, a surname or a word as well. */
  private static final Set<String> DOUBTFUL =
      Set.of(
          "NA",
          "N/A",
          "n/a",
          "N.A.",
          "n.a.",
          "na",
          "NULL",
          "Null",
          "null",
          "NaN",
          "nan",
          "NAN",
          "None",
          "NONE",
          "none",
          "nil",
          "NIL",
          "#NULL!",
          "#VALUE!",
          "#REF!",
          "#DIV/0!",
          "-",
          "--",
          "?",
          "??",
          ".",
          "..",
          "...",
          "*",
          "missing",
          "unknown",
          "#N/A N/A",
          "#NA",
          "-NaN",
          "-nan");

  /** Some of them a person may be called, or a thing. */
  private static final Set<String> WORDS =
      Set.of("None", "NONE", "none", "NAN", "Null", "nil", "NIL", "missing", "unknown", "*");

  private static final int LONGEST = 8;

  private final Map<String, Long> counts = new TreeMap<>();

  /** Whether the text is one of them; counted then. */
  boolean take(String value) {
    if (value.length() > LONGEST || !(PLAIN.contains(value) || DOUBTFUL.contains(value))) {
      return false;
    }
    counts.merge(value, 1L, Long::sum);
    return true;
  }

  /** All that were seen, with their counts. */
  Map<String, Long> counts() {
    return counts;
  }

  long total() {
    return total(counts);
  }

  static long total(Map<String, Long> some) {
    return some.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Whether it is a word that may be said of a thing. */
  static boolean isWord(String marker) {
    return WORDS.contains(marker);
  }

  static boolean isPlain(String marker) {
    return PLAIN.contains(marker);
  }
}
