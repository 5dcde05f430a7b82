package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.VersionHistory;
import dev.jetbridge.registry.ProvenanceColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The versions that a run leaves behind: the rows of the table that it replaces or deletes, the
 * records that came when a newer one was there, and those that delete. With the columns of {@link
 * VersionHistory} but the snapshot; changed_in of a replaced row is that of the run it came with.
 */
record ClosedVersions(Contract contract, long sequence) {
  private static final String UPDATE = "update";
  private static final String DELETE = "delete";
  private static final String SUPERSEDED = "superseded";

  /**
   * @param changes decided records with the columns of the contract
   * @param table the rows before the run; empty when it replaces them all
   * @param few whether the keys of replaced rows may be sent to every worker
   */
  Dataset<Row> of(Dataset<Row> changes, Optional<Dataset<Row>> table, boolean few) {
    Dataset<Row> came =
        changes
            .filter(col(ChangeWriter.ACTION).isin(SUPERSEDED, DELETE))
            .withColumn(ProvenanceColumns.CHANGED_IN, lit(sequence))
            .withColumn(VersionHistory.IS_DELETED, KeyedChange.deletes(contract))
            .select(columns());
    if (table.isEmpty()) {
      return came;
    }
    String[] key =
        contract.key().stream().map(dev.jetbridge.contracts.Column::name).toArray(String[]::new);
    Dataset<Row> replaced =
        changes
            .filter(col(ChangeWriter.ACTION).isin(UPDATE, DELETE).and(col(ChangeWriter.MATCHED)))
            .select(List.of(key).stream().map(k -> col(k)).toArray(Column[]::new));
    return came.unionByName(
        table
            .get()
            .join(few ? broadcast(replaced) : replaced, key, "left_semi")
            .withColumn(VersionHistory.IS_DELETED, lit(false))
            .select(columns()));
  }

  private Column[] columns() {
    List<Column> columns = new ArrayList<>();
    contract.columns().forEach(c -> columns.add(col(c.name())));
    columns.add(col(ProvenanceColumns.SOURCE_FILE));
    columns.add(col(ProvenanceColumns.CHANGED_IN));
    columns.add(col(VersionHistory.IS_DELETED));
    columns.add(KeyedChange.contentHash(contract).as(VersionHistory.CONTENT_HASH));
    return columns.toArray(Column[]::new);
  }
}
