package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.HeaderNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of columns for a table out of those of a file: lower case with underscores, each once. */
public final class ColumnNames {
  /** Some may get a number besides, and no name of a column may have more than 255. */
  private static final int LONGEST = 200;

  /** Columns that tables get beside those of the contract. */
  private static final Set<String> RESERVED = Set.of("changed_in", "source_file");

  private ColumnNames() {}

  /** By the names of the file, each of which stands once, in their order. */
  static Map<String, String> of(List<String> header) {
    List<String> unique = unique(header);
    Map<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < unique.size(); i++) {
      names.put(header.get(i), unique.get(i));
    }
    return names;
  }

  /** In the order of the file, whose names may be missing or duplicates. */
  public static List<String> unique(List<String> header) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < header.size(); i++) {
      String name = folded(header.get(i));
      String base = name.isEmpty() ? "column_" + (i + 1) : name;
      String free = RESERVED.contains(base) ? base + "_of_file" : base;
      while (!taken.add(free)) {
        free = base + "_" + numbers.merge(base, 2, (last, two) -> last + 1);
      }
      names.add(free);
    }
    return names;
  }

  static String folded(String written) {
    String name = written.substring(0, Math.min(HeaderNames.LONGEST, written.length()));
    String folded =
        name.replaceAll("(?<=[\\p{Ll}0-9])(?=\\p{Lu})", "_")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "_")
            .replaceAll("^_+|_+$", "");
    String named = folded.isEmpty() || folded.matches("[a-z].*") ? folded : "c_" + folded;
    return named.substring(0, Math.min(LONGEST, named.length()));
  }
}
