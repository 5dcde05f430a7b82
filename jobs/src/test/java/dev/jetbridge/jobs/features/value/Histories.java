package dev.jetbridge.jobs.features.value;

import dev.jetbridge.jobs.features.value.spend.ValueCells;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Purchases of customers, counted as the fits take them, without Spark. */
public final class Histories {
  public static final LocalDate AS_OF = LocalDate.parse("2023-08-31");

  /** By person: what was paid a day. */
  private final Map<String, TreeMap<LocalDate, Double>> days = new TreeMap<>();

  public void add(String person, LocalDate day, double value) {
    if (!day.isAfter(AS_OF)) {
      days.computeIfAbsent(person, p -> new TreeMap<>()).merge(day, value, Double::sum);
    }
  }

  public PurchaseCells purchases() {
    List<TreeMap<LocalDate, Double>> all = List.copyOf(days.values());
    return PurchaseCells.count(
        all.stream().mapToInt(d -> d.size() - 1).toArray(),
        all.stream().mapToInt(d -> between(d.firstKey(), d.lastKey())).toArray(),
        all.stream().mapToInt(d -> between(d.firstKey(), AS_OF)).toArray());
  }

  public ValueCells values() {
    Map<List<Long>, Long> cells = new HashMap<>();
    for (TreeMap<LocalDate, Double> own : days.values()) {
      double first = own.firstEntry().getValue();
      double value = own.values().stream().mapToDouble(v -> v).sum() - first;
      if (own.size() > 1 && value > 0) {
        cells.merge(List.of(own.size() - 1L, Math.round(value * 100)), 1L, Long::sum);
      }
    }
    List<Row> rows = new ArrayList<>();
    cells.forEach((cell, n) -> rows.add(RowFactory.create(cell.get(0).intValue(), cell.get(1), n)));
    return ValueCells.of(rows);
  }

  private static int between(LocalDate from, LocalDate to) {
    return (int) (to.toEpochDay() - from.toEpochDay());
  }
}
