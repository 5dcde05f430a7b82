package dev.jetbridge.pipelines.report;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.report.ReportedProduct.RunFigures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
          "suppressed",
          "table_rows");

  private static final Comparator<PublishedRun> LATER =
      Comparator.comparingLong(PublishedRun::sequence);

  /**
   * The one of each product that speaks of now: the last one that counts, of a product with a
   * partition an as-of the one of the newest as-of. Chosen here: the table has one small row a run.
   */
  static Map<ProductId, PublishedRun> latest(
      Lake lake, Operations operations, Collection<Contract> contracts) {
    Map<ProductId, PublishedRun> latest = new HashMap<>();
    if (!lake.exists(OperationsTable.RUNS.id())) {
      return latest;
    }
    Map<ProductId, List<PublishedRun>> runs = new HashMap<>();
    Set<ProductId> byAsOf =
        contracts.stream()
            .filter(c -> c.change().writeMode() == WriteMode.OVERWRITE_PARTITIONS)
            .map(Contract::id)
            .collect(Collectors.toSet());
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
        .forEach(
            r ->
                runs.computeIfAbsent(ProductId.parse(r.getAs("product")), p -> new ArrayList<>())
                    .add(of(r)));
    runs.forEach((product, all) -> latest.put(product, now(all, byAsOf.contains(product))));
    return latest;
  }

  /** The run that speaks of now, and the rows that the table has since the last one. */
  private static PublishedRun now(List<PublishedRun> runs, boolean byAsOf) {
    PublishedRun last = Collections.max(runs, LATER);
    Comparator<PublishedRun> newer =
        Comparator.<PublishedRun, Instant>comparing(r -> r.figures().asOf()).thenComparing(LATER);
    PublishedRun shown = byAsOf ? Collections.max(runs, newer) : last;
    return new PublishedRun(shown.figures(), shown.sequence(), last.tableRows());
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
            count(row, "quarantined"),
            count(row, "suppressed")),
        count(row, "sequence"),
        count(row, "table_rows"));
  }

  private static long count(Row row, String column) {
    Long value = row.getAs(column);
    return value == null ? 0 : value;
  }
}
