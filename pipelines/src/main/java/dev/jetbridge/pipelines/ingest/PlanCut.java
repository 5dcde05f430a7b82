package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Cuts the plan of wide rows in two: what comes after knows the rows only, not how they are made.
 * Spark looks at every expression of a plan in each of its rules, and pulls what one step computes
 * into the next: with some thousand columns it would plan for minutes. Between the halves a row is
 * copied, so that rows of usual width are left alone.
 */
final class PlanCut {
  static final int WIDE = 300;

  private PlanCut() {}

  static Dataset<Row> after(Dataset<Row> rows) {
    return isWide(rows) ? cut(rows, rows.schema()) : rows;
  }

  /**
   * Rows with the very columns of a table, to be written to it: Spark would compare each of their
   * names with each of the table's. The same rows where they have others.
   */
  static Dataset<Row> forTable(Dataset<Row> rows, Supplier<StructType> columns) {
    if (!isWide(rows)) {
      return rows;
    }
    StructType table = columns.get();
    Map<String, DataType> types = new HashMap<>();
    Stream.of(rows.schema().fields()).forEach(f -> types.put(f.name(), f.dataType()));
    boolean same =
        types.size() == table.length()
            && Stream.of(table.fields()).allMatch(f -> f.dataType().equals(types.get(f.name())));
    return same
        ? cut(
            rows.select(
                Stream.of(table.fieldNames()).map(n -> col("`" + n + "`")).toArray(Column[]::new)),
            table)
        : rows;
  }

  /** Wide rows in one task, where they are few: to exchange them takes steps of its own. */
  static Dataset<Row> together(Dataset<Row> rows) {
    return isWide(rows) ? rows.coalesce(1) : rows;
  }

  private static boolean isWide(Dataset<Row> rows) {
    return rows.columns().length >= WIDE;
  }

  private static Dataset<Row> cut(Dataset<Row> rows, StructType schema) {
    return rows.sparkSession()
        .internalCreateDataFrame(rows.queryExecution().toRdd(), schema, false);
  }
}
