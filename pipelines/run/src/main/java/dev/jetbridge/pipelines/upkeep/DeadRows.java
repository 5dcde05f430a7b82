package dev.jetbridge.pipelines.upkeep;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.operations.RunKey;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * Removes side rows that count nowhere: those of a staged snapshot that was never published and
 * that no branch holds any more, longer ago than any run takes. Rows of a published run stay for
 * ever, whether its snapshot has expired or not.
 */
record DeadRows(Lake lake, Operations operations, Ages ages, boolean rehearsal) {
  /** Tables that are written beside staged snapshots, before anybody knows how the run ends. */
  private static final List<OperationsTable> BESIDE =
      List.of(
          OperationsTable.FILES,
          OperationsTable.QUARANTINE,
          OperationsTable.TOMBSTONES,
          OperationsTable.MODELS,
          OperationsTable.QUALITY_RESULTS,
          OperationsTable.METRICS);

  private static final String ROWS = "rows";

  /**
   * Removes the rows of some products and counts them by product.
   *
   * @param rounds the products, whose old branches are gone already
   */
  Map<ProductId, Long> remove(Map<ProductId, TableRound> rounds) {
    Map<ProductId, Long> removed = new TreeMap<>();
    for (OperationsTable side : BESIDE) {
      Set<Long> dead = new HashSet<>();
      for (Row row : unpublished(side, rounds.keySet())) {
        ProductId product = RunKey.PRODUCT.of(row);
        long snapshot = RunKey.SNAPSHOT_ID.of(row);
        // The row came after its snapshot: a table loaded now knows the snapshot if it lives.
        if (isDead(fresh(rounds.get(product)), snapshot)) {
          dead.add(snapshot);
          removed.merge(product, row.<Long>getAs(ROWS), Long::sum);
        }
      }
      if (!rehearsal && !dead.isEmpty()) {
        delete(side, dead);
      }
    }
    return removed;
  }

  private static Table fresh(TableRound round) {
    Table table = round.table();
    table.refresh();
    return table;
  }

  /** product, snapshot_id and number of rows, of snapshots that no published run has. */
  private List<Row> unpublished(OperationsTable side, Collection<ProductId> products) {
    Column ours = RunKey.PRODUCT.isIn(products);
    return operations
        .read(side)
        .filter(ours)
        .groupBy(Field.columns(RunKey.PRODUCT, RunKey.SNAPSHOT_ID))
        .agg(count(lit(1)).as(ROWS))
        .join(
            operations
                .read(OperationsTable.RUNS)
                .filter(ours)
                .filter(RunColumns.STATUS.is(Operations.PUBLISHED))
                .select(RunKey.SNAPSHOT_ID.column()),
            Field.names(RunKey.SNAPSHOT_ID),
            "left_anti")
        .collectAsList();
  }

  private boolean isDead(Table table, long id) {
    Snapshot snapshot = table.snapshot(id);
    if (snapshot == null) {
      return true;
    }
    boolean held =
        table.refs().values().stream()
            .map(SnapshotRef::snapshotId)
            .anyMatch(head -> head == id || SnapshotUtil.isAncestorOf(table, head, id));
    return !held && ages.passed(snapshot.timestampMillis(), Duration.ZERO);
  }

  private void delete(OperationsTable side, Set<Long> dead) {
    String ids = dead.stream().map(String::valueOf).collect(Collectors.joining(", "));
    lake.spark()
        .sql(
            "DELETE FROM "
                + Lake.name(side.id())
                + " WHERE "
                + RunKey.SNAPSHOT_ID
                + " IN ("
                + ids
                + ")");
  }
}
