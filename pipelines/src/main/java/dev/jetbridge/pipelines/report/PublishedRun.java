package dev.jetbridge.pipelines.report;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.report.ReportedProduct.RunFigures;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.collection.JavaConverters;

/**
 * A published run of a product and the rows its table has since.
 *
 * @param sequence counts the runs of a product
 */
record PublishedRun(RunFigures figures, long sequence, long tableRows) {
  private static final List<String> COLUMNS =
      List.of(
          "product",
          "as_of",
          "snapshot_id",
          "sequence",
          "seconds",
          "files",
          "refused_files",
          "records",
          "loaded",
          "superseded",
          "duplicates",
          "quarantined",
          "table_rows");

  /** The last one of each product that counts, chosen here: the table has one small row a run. */
  static Map<ProductId, PublishedRun> latest(Lake lake, Operations operations) {
    Map<ProductId, PublishedRun> latest = new HashMap<>();
    if (!lake.exists(OperationsTable.RUNS.id())) {
      return latest;
    }
    BinaryOperator<PublishedRun> later =
        BinaryOperator.maxBy(Comparator.comparingLong(PublishedRun::sequence));
    Dataset<Row> counted = operations.runsThatCount().select("product", "snapshot_id");
    operations
        .read(OperationsTable.RUNS)
        .filter(col("status").equalTo(Operations.PUBLISHED))
        .join(
            counted,
            JavaConverters.asScalaBuffer(List.of("product", "snapshot_id")).toSeq(),
            "left_semi")
        .select(COLUMNS.stream().map(functions::col).toArray(Column[]::new))
        .collectAsList()
        .forEach(r -> latest.merge(ProductId.parse(r.getAs("product")), of(r), later));
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
        count(row, "sequence"),
        count(row, "table_rows"));
  }

  private static long count(Row row, String column) {
    Long value = row.getAs(column);
    return value == null ? 0 : value;
  }
}
