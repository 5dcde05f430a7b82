package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.ingest.ChangeWriter;
import dev.jetbridge.pipelines.ingest.KeyHash;
import dev.jetbridge.pipelines.operations.TombstoneColumns;
import dev.jetbridge.registry.ProvenanceColumns;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** By what the rows that a transformation made differ from those of the table, by key. */
final class RowDifference {
  /** What is done with a row that the table has as it is. */
  static final String SAME = "same";

  private static final String MADE = "_made";
  private static final String BEFORE = "_before";
  private static final String BEFORE_IN = "_before_in";

  private final List<String> key;
  private final List<String> columns;
  private final KeyHash keyHash;

  RowDifference(Contract contract, dev.jetbridge.jobs.Secret pseudonymKey) {
    this.key = contract.key().stream().map(Column::name).toList();
    this.columns = contract.columns().stream().map(Column::name).toList();
    this.keyHash = new KeyHash(key, pseudonymKey);
  }

  /**
   * The rows with what each does to the table, for {@link ChangeWriter}; those that the table has
   * and that were not made again are deletes.
   *
   * @param made rows with the columns of the contract
   * @param before those of the table that they take the place of
   */
  Dataset<Row> decide(Dataset<Row> made, Dataset<Row> before) {
    org.apache.spark.sql.Column action =
        when(col(MADE).isNull(), "delete")
            .when(col(BEFORE).isNull(), "insert")
            .when(col(MADE).equalTo(col(BEFORE)), SAME)
            .otherwise("update");
    return whole(made, MADE)
        .join(whole(before, BEFORE), names(), "full_outer")
        .withColumn(ChangeWriter.ACTION, action)
        .withColumn(ChangeWriter.MATCHED, col(ChangeWriter.ACTION).isin("update", "delete"))
        .withColumn(ChangeWriter.KEY_HASH, when(col(MADE).isNull(), keyHash.of()))
        .select(
            Stream.of(
                    columns.stream()
                        .map(c -> key.contains(c) ? col(c) : col(MADE).getField(c).as(c)),
                    Stream.of(
                        col(ChangeWriter.ACTION),
                        col(ChangeWriter.MATCHED),
                        col(ChangeWriter.KEY_HASH)))
                .flatMap(s -> s)
                .toArray(org.apache.spark.sql.Column[]::new));
  }

  /**
   * The rows that take the place of a whole table, each with the run that last changed it.
   *
   * @param sequence of the run
   */
  Dataset<Row> keepingChangedIn(Dataset<Row> made, Optional<Dataset<Row>> before, long sequence) {
    org.apache.spark.sql.Column changed = lit(sequence);
    if (before.isEmpty()) {
      return made.withColumn(ProvenanceColumns.CHANGED_IN, changed);
    }
    Dataset<Row> known =
        before
            .get()
            .select(
                Stream.concat(
                        key.stream().map(k -> col(k)),
                        Stream.of(
                            content().as(BEFORE), col(ProvenanceColumns.CHANGED_IN).as(BEFORE_IN)))
                    .toArray(org.apache.spark.sql.Column[]::new));
    return made.join(known, names(), "left_outer")
        .withColumn(
            ProvenanceColumns.CHANGED_IN,
            coalesce(when(col(BEFORE).equalTo(content()), col(BEFORE_IN)), changed))
        .drop(BEFORE, BEFORE_IN);
  }

  /** The tombstones of rows that a table had and has no longer. */
  Dataset<Row> gone(Dataset<Row> before, Dataset<Row> now) {
    return goneRows(before, now).select(TombstoneColumns.of(keyHash.of(), lit(null)));
  }

  /** Rows that a table had and has no longer. */
  Dataset<Row> goneRows(Dataset<Row> before, Dataset<Row> now) {
    return before.join(now, names(), "left_anti");
  }

  /** The tombstones of decided deletes. */
  static Dataset<Row> tombstones(Dataset<Row> decided) {
    return decided
        .filter(col(ChangeWriter.ACTION).equalTo("delete"))
        .select(TombstoneColumns.of(col(ChangeWriter.KEY_HASH), lit(null)));
  }

  private Dataset<Row> whole(Dataset<Row> rows, String as) {
    return rows.select(
        Stream.concat(key.stream().map(k -> col(k)), Stream.of(content().as(as)))
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  private org.apache.spark.sql.Column content() {
    return struct(columns.stream().map(c -> col(c)).toArray(org.apache.spark.sql.Column[]::new));
  }

  private Seq<String> names() {
    return JavaConverters.asScalaBuffer(key).toSeq();
  }
}
