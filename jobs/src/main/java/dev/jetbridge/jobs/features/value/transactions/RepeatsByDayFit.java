package dev.jetbridge.jobs.features.value.transactions;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts repeat purchases by day, of customers who had bought by the cut. */
final class RepeatsByDayFit {
  private static final String REPEAT = "repeat";

  private RepeatsByDayFit() {}

  /**
   * By day since 1970-01-01, until the end of the cut.
   *
   * @param customers rows of {@link PurchaseArrays}
   */
  static NavigableMap<Integer, Long> fit(Dataset<Row> customers, Cut cut) {
    NavigableMap<Integer, Long> counts = new TreeMap<>();
    customers
        .filter(
            PurchaseArrays.day(element_at(col(PurchaseArrays.PURCHASES), 1))
                .leq(cut.day())
                .and(size(col(PurchaseArrays.PURCHASES)).gt(1)))
        .select(
            explode(
                    slice(
                        col(PurchaseArrays.PURCHASES),
                        lit(2),
                        size(col(PurchaseArrays.PURCHASES)).minus(1)))
                .as(REPEAT))
        .select(PurchaseArrays.day(col(REPEAT)).as(PurchaseArrays.DAY))
        .filter(col(PurchaseArrays.DAY).leq(cut.end()))
        .groupBy(PurchaseArrays.DAY)
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getInt(0), row.getLong(1)));
    return counts;
  }
}
