package dev.jetbridge.pipelines.operations;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.ProductId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The run that a row of an operations table is of.
 *
 * @param snapshot what the run staged
 */
public record RunKey(long snapshot, String runId, ProductId product) {
  public static final Field<Long> SNAPSHOT_ID = Field.number("snapshot_id");
  public static final Field<String> RUN_ID = Field.text("run_id");
  public static final Field<ProductId> PRODUCT = Field.product("product");

  /** The columns of a table that has rows of runs: these first, then its own. */
  static List<Field<?>> and(Field<?>... own) {
    List<Field<?>> all = new ArrayList<>(List.of(SNAPSHOT_ID, RUN_ID, PRODUCT));
    all.addAll(List.of(own));
    return List.copyOf(all);
  }

  /** Begins a row of the run. */
  public NewRow row(OperationsTable table) {
    return new NewRow(table).with(SNAPSHOT_ID, snapshot).with(RUN_ID, runId).with(PRODUCT, product);
  }

  /** Rows that have all other columns of a table, as rows of the run. */
  public Dataset<Row> rows(OperationsTable table, Dataset<Row> rows) {
    return rows.withColumn(SNAPSHOT_ID.name(), lit(snapshot))
        .withColumn(RUN_ID.name(), lit(runId))
        .withColumn(PRODUCT.name(), lit(product.toString()))
        .select(
            Arrays.stream(table.schema().fields())
                .map(f -> col(f.name()).cast(f.dataType()).as(f.name()))
                .toArray(Column[]::new));
  }
}
