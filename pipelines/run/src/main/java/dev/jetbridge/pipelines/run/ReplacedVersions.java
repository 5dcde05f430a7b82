package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.VersionHistory;
import dev.jetbridge.registry.ProvenanceColumns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/**
 * The versions that a run of a transformation leaves behind: the rows of the table that it replaces
 * or no longer makes, with the run that they came with, and of the latter a second one that says
 * so, with this run. With the columns of {@link VersionHistory} but the snapshot.
 */
record ReplacedVersions(Contract contract, long sequence) {
  /** Whether the table no longer has the key. */
  static final String GONE = "_gone";

  /**
   * @param before rows of the table before the run
   * @param replaced the keys of rows that are other now, or gone
   */
  Dataset<Row> of(Dataset<Row> before, Dataset<Row> replaced) {
    Column deletes = when(col(GONE), array(lit(false), lit(true))).otherwise(array(lit(false)));
    return before
        .join(
            replaced,
            JavaConverters.asScalaBuffer(
                    contract.key().stream().map(dev.jetbridge.contracts.Column::name).toList())
                .toSeq())
        .withColumn(VersionHistory.IS_DELETED, explode(deletes))
        .withColumn(
            ProvenanceColumns.CHANGED_IN,
            when(col(VersionHistory.IS_DELETED), lit(sequence))
                .otherwise(col(ProvenanceColumns.CHANGED_IN)))
        .select(columns());
  }

  /** The key of each row, as {@link #of} takes it. */
  Dataset<Row> keys(Dataset<Row> rows, Column gone) {
    List<Column> keys = new ArrayList<>();
    contract.key().forEach(k -> keys.add(col(k.name())));
    keys.add(gone.as(GONE));
    return rows.select(keys.toArray(Column[]::new));
  }

  private Column[] columns() {
    List<Column> content = new ArrayList<>();
    contract.columns().forEach(c -> content.add(col(c.name())));
    List<Column> columns = new ArrayList<>(content);
    columns.add(col(ProvenanceColumns.CHANGED_IN));
    columns.add(col(VersionHistory.IS_DELETED));
    columns.add(xxhash64(content.toArray(Column[]::new)).as(VersionHistory.CONTENT_HASH));
    return columns.toArray(Column[]::new);
  }
}
