package dev.jetbridge.pipelines.ingest.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Words for yes and no, and how often a column has each. */
final class BooleanWords {
  private static final Set<String> TRUE =
      Set.of("true", "t", "y", "yes", "on", "1", "j", "ja", "oui", "si", "s\u00ed", "sim");
  private static final Set<String> FALSE =
      Set.of("false", "f", "n", "no", "off", "0", "nein", "non", "n\u00e3o");

  /** Digits are taken for yes and no only in a column with such a name. */
  private static final Pattern FLAG =
      Pattern.compile(
          "(?:is|has|was|can|did|does|should|may)_.*|(?:.*_)?(?:flag|flags|yn|active|inactive|enabled"
              + "|disabled|deleted|cancelled|canceled|opt_in|opt_out|optin|optout|consent"
              + "|subscribed|verified|confirmed|paid|valid|approved|refunded|diverted|boolean|bool)"
              + "(?:_(?:ind|indicator|flag))?|.*_(?:ind|indicator)");

  private static final int LONGEST = 5;

  private final Map<String, Long> counts = new TreeMap<>();

  void add(String value) {
    if (value.length() > LONGEST || value.isEmpty()) {
      return;
    }
    String word = value.toLowerCase(Locale.ROOT);
    if (TRUE.contains(word) || FALSE.contains(word)) {
      counts.merge(value, 1L, Long::sum);
    }
  }

  /** How many values are such words. */
  long fitting(String name) {
    return counts.entrySet().stream()
        .filter(e -> isTaken(e.getKey(), name))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** Whether both answers were given: one seen word is not a choice of two. */
  boolean told(String name) {
    List<String> taken = counts.keySet().stream().filter(w -> isTaken(w, name)).toList();
    return taken.stream().anyMatch(BooleanWords::isTrue)
        && taken.stream().anyMatch(w -> !isTrue(w));
  }

  /** Whether every one of them is true or false, which every contract takes. */
  boolean plain() {
    return !counts.isEmpty() && counts.keySet().stream().allMatch(BooleanWords::isPlain);
  }

  private boolean isTaken(String word, String name) {
    return !Character.isDigit(word.charAt(0))
        || FLAG.matcher(name).matches()
        || counts.keySet().stream().anyMatch(w -> Character.isLetter(w.charAt(0)));
  }

  /** The value of the property that takes those that a contract would not take without. */
  String property(String name) {
    TreeSet<String> yes = new TreeSet<>();
    TreeSet<String> no = new TreeSet<>();
    counts.keySet().stream()
        .filter(w -> isTaken(w, name) && !isPlain(w))
        .forEach(w -> (isTrue(w) ? yes : no).add(w));
    List<String> parts = new ArrayList<>();
    if (!yes.isEmpty()) {
      parts.add("'true': " + YamlText.list(yes));
    }
    if (!no.isEmpty()) {
      parts.add("'false': " + YamlText.list(no));
    }
    return "{" + String.join(", ", parts) + "}";
  }

  private static boolean isTrue(String word) {
    return TRUE.contains(word.toLowerCase(Locale.ROOT));
  }

  private static boolean isPlain(String word) {
    return word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false");
  }
}
