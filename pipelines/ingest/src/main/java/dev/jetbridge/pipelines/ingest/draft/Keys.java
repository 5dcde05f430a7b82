package dev.jetbridge.pipelines.ingest.draft;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which columns tell records apart, and which says which of two records is newer.
 *
 * @param candidates the columns, or pairs of them, that are unique and never empty; the likeliest
 *     first, by the names of the file
 * @param order the column of the last change; empty when none has such a name
 */
record Keys(List<List<String>> candidates, Optional<String> order) {
  private static final Pattern KEY_NAME =
      Pattern.compile("(.*_)?(id|key|code|no|nr|number|num|uuid|guid|row|iata|icao)(_.*)?");
  private static final Pattern ORDER_NAME =
      Pattern.compile(
          "(.*_)?(updated|changed|modified|update|change|modification|version|revision|valid_from"
              + "|as_of)(_.*)?|last_.*");
  private static final int LONGEST_KEY = 64;

  static Keys of(FileProfile file, Map<String, String> names, Map<String, TypeGuess> types) {
    List<ColumnProfile> unique =
        file.columns().stream()
            .filter(c -> isRequired(c, types) && c.distinct().unique() && mayBeKey(c, types, file))
            .sorted(
                Comparator.comparing(
                    (ColumnProfile c) -> !KEY_NAME.matcher(names.get(c.name())).matches()))
            .toList();
    List<List<String>> candidates = new ArrayList<>();
    unique.forEach(c -> candidates.add(List.of(c.name())));
    if (candidates.isEmpty()) {
      Map<String, ColumnProfile> byName =
          file.columns().stream()
              .collect(java.util.stream.Collectors.toMap(ColumnProfile::name, c -> c));
      file.uniquePairs().stream()
          .filter(
              p ->
                  p.stream()
                      .allMatch(
                          n ->
                              isRequired(byName.get(n), types)
                                  && mayBeKey(byName.get(n), types, file)))
          .forEach(candidates::add);
    }
    return new Keys(candidates, order(file, names, types));
  }

  private static boolean isRequired(ColumnProfile column, Map<String, TypeGuess> types) {
    return column.required() && types.get(column.name()).none() == 0;
  }

  private static boolean mayBeKey(
      ColumnProfile column, Map<String, TypeGuess> types, FileProfile file) {
    TypeGuess type = types.get(column.name());
    return !type.logicalType().equals("number")
        && !type.logicalType().equals("boolean")
        && column.longest() <= LONGEST_KEY
        && !file.isNested(column);
  }

  private static Optional<String> order(
      FileProfile file, Map<String, String> names, Map<String, TypeGuess> types) {
    return file.columns().stream()
        .filter(c -> isRequired(c, types))
        .filter(c -> List.of("timestamp", "date", "integer").contains(type(c, types)))
        .filter(c -> ORDER_NAME.matcher(names.get(c.name())).matches())
        .min(Comparator.comparing(c -> !type(c, types).equals("timestamp")))
        .map(ColumnProfile::name);
  }

  private static String type(ColumnProfile column, Map<String, TypeGuess> types) {
    return types.get(column.name()).logicalType();
  }

  /** The key that the draft takes: none without a column that orders its records. */
  List<String> key() {
    return order.isEmpty() || candidates.isEmpty() || candidates.get(0).contains(order.get())
        ? List.of()
        : candidates.get(0);
  }
}
