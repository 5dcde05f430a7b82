package dev.jetbridge.pipelines.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.report.ReportedProduct.RunFigures;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/** The last published run of a product and the rows its table has since. */
record PublishedRun(RunFigures figures, long tableRows) {

  /** That of each product which has one. */
  static Map<ProductId, PublishedRun> latest(Lake lake, Operations operations) {
    Map<ProductId, PublishedRun> latest = new HashMap<>();
    if (!lake.exists(OperationsTable.RUNS.id())) {
      return latest;
    }
    Column newest = struct(col("sequence"), col("started_at"), struct("*").as("run"));
    operations
        .read(OperationsTable.RUNS)
        .filter(col("status").equalTo(Operations.PUBLISHED))
        .drop("inputs")
        .groupBy("product")
        .agg(max(newest).as("newest"))
        .select("newest.run.*")
        .collectAsList()
        .forEach(row -> latest.put(ProductId.parse(row.getAs("product")), of(row)));
    return latest;
  }

  private static PublishedRun of(Row row) {
    return new PublishedRun(
        new RunFigures(
            row.getTimestamp(row.fieldIndex("as_of")).toInstant(),
            count(row, "snapshot_id"),
            Optional.ofNullable(row.<Double>getAs("seconds")),
            count(row, "files"),
            count(row, "refused_files"),
            count(row, "records"),
            count(row, "loaded"),
            count(row, "superseded"),
            count(row, "duplicates"),
            count(row, "quarantined")),
        count(row, "table_rows"));
  }

  private static long count(Row row, String column) {
    Long value = row.getAs(column);
    return value == null ? 0 : value;
  }
}
