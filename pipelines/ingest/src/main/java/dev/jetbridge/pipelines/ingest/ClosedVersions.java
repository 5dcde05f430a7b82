package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.VersionHistory;
import dev.jetbridge.pipelines.ingest.rows.PackedRows;
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
  private static final String DELETE = "delete";
  private static final String SUPERSEDED = "superseded";

  /** What a version has of the run it came with. */
  static final List<String> PROVENANCE =
      List.of(ProvenanceColumns.SOURCE_FILE, ProvenanceColumns.CHANGED_IN);

  /**
   * A row of the table as a change takes it away.
   *
   * @param packed whether the rows are {@link PackedRows}
   */
  static Column row(Contract contract, boolean packed) {
    List<Column> columns = new ArrayList<>();
    if (packed) {
      columns.add(col(PackedRows.CONTENT));
    } else {
      contract.columns().forEach(c -> columns.add(col(c.name())));
    }
    PROVENANCE.forEach(c -> columns.add(col(c)));
    return struct(columns.toArray(Column[]::new));
  }

  /**
   * @param changes decided records; packed, where there are {@link PackedRows} of the contract
   * @param onRows whether there were rows before the run that it does not replace as a whole; those
   *     it takes away are beside the changes, so that the table is not read once more
   */
  Dataset<Row> of(Dataset<Row> changes, boolean onRows) {
    Optional<PackedRows> packed = PackedRows.of(contract);
    Dataset<Row> records = changes.filter(col(ChangeWriter.ACTION).isin(SUPERSEDED, DELETE));
    Dataset<Row> came =
        packed
            .map(p -> p.unpack(records, ProvenanceColumns.SOURCE_FILE))
            .orElse(records)
            .withColumn(ProvenanceColumns.CHANGED_IN, lit(sequence))
            .withColumn(VersionHistory.IS_DELETED, KeyedChange.deletes(contract))
            .select(columns());
    if (!onRows) {
      return came;
    }
    Dataset<Row> rows =
        changes.filter(col(ChangeWriter.MATCHED)).select(col(ChangeWriter.TAKEN_AWAY + ".*"));
    return came.unionByName(
        packed
            .map(p -> p.unpack(rows, PROVENANCE.toArray(String[]::new)))
            .orElse(rows)
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
