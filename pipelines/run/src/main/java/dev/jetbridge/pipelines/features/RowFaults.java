package dev.jetbridge.pipelines.features;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * What is wrong with rows, counted in the pass in which other things are asked of them.
 *
 * @param problems in words, and how to see each
 * @param place of a row, and the word for it; empty where rows have none
 */
public record RowFaults(Map<String, Column> problems, Optional<Place> place) {
  /** Where a row is, such as its line. */
  public record Place(Column number, String word) {}

  /** Two aggregates a problem. */
  public List<Column> figures() {
    Column number = place.map(Place::number).orElse(lit(0L));
    List<Column> figures = new ArrayList<>();
    for (Column problem : problems.values()) {
      figures.add(sum(when(problem, 1L).otherwise(0L)));
      figures.add(min(when(problem, number)));
    }
    return figures;
  }

  /**
   * In words: how many rows have each problem, and the first of them.
   *
   * @param found the aggregates of some rows
   * @param from where {@link #figures} begin in it
   */
  public List<String> in(Row found, int from) {
    List<String> faults = new ArrayList<>();
    int at = from;
    for (String problem : problems.keySet()) {
      if (!found.isNullAt(at) && found.getLong(at) > 0) {
        long first = found.getLong(at + 1);
        String where =
            place
                .map(p -> String.format(Locale.ROOT, " (first: %s %,d)", p.word(), first))
                .orElse("");
        faults.add(String.format(Locale.ROOT, "%,d with %s%s", found.getLong(at), problem, where));
      }
      at += 2;
    }
    return faults;
  }
}
