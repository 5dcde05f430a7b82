package dev.jetbridge.jobs.features.value;

import static org.apache.spark.sql.functions.bit_count;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.xxhash64;

import dev.jetbridge.jobs.features.purchases.RepeatPurchases;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts customers by cell on the cluster and brings at most that many counts to the driver, in two
 * queries. Where there are more cells, the customers are halved by a hash of their id until there
 * are not: each half holds the same persons on every run, whatever the partitioning, and as many
 * customers as cells are left, so that the sample is never small.
 */
final class CellCountsFit {
  private static final String HALVINGS = "halvings";
  private static final String CUSTOMERS = "customers";

  private final int maximumCells;

  CellCountsFit(int maximumCells) {
    this.maximumCells = maximumCells;
  }

  /** Rows of the cell's columns and its customers, of one in 2^halvings customers. */
  record Counts(List<Row> rows, int halvings) {
    String sample() {
      return halvings == 0 ? "all customers" : "1 in " + (1L << halvings) + " by hash of person_id";
    }
  }

  Counts count(Dataset<Row> customers, Column... cell) {
    int halvings = halvings(customers, cell);
    Dataset<Row> sample =
        halvings == 0 ? customers : customers.filter(halvingsSurvived().geq(halvings));
    return new Counts(
        sample.groupBy(cell).count().withColumnRenamed("count", CUSTOMERS).collectAsList(),
        halvings);
  }

  /** A cell stays as long as one of its customers does. */
  private int halvings(Dataset<Row> customers, Column... cell) {
    Map<Integer, Long> cellsBySurvival = new TreeMap<>();
    long left = 0;
    for (Row row :
        customers
            .groupBy(cell)
            .agg(max(halvingsSurvived()).as(HALVINGS))
            .groupBy(HALVINGS)
            .count()
            .collectAsList()) {
      cellsBySurvival.put(row.getInt(0), row.getLong(1));
      left += row.getLong(1);
    }
    int halvings = 0;
    while (left > maximumCells) {
      left -= cellsBySurvival.getOrDefault(halvings, 0L);
      halvings++;
    }
    return halvings;
  }

  /** The zero bits at the end of the hash: half of the persons have none, a quarter has one. */
  private static Column halvingsSurvived() {
    Column hash = xxhash64(col(RepeatPurchases.PERSON_ID));
    return bit_count(hash.bitwiseAND(negate(hash)).minus(1));
  }
}
