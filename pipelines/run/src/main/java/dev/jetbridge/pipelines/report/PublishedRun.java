package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.operations.RunCounts;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.report.ReportedProduct.RunFigures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A published run of a product and the rows its table has since.
 *
 * @param sequence counts the runs of a product
 */
record PublishedRun(RunFigures figures, long sequence, long tableRows) {
  private static final Field<?>[] RUN = {RunKey.PRODUCT, RunKey.SNAPSHOT_ID};

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
    Dataset<Row> counted = operations.runsThatCount().select(Field.columns(RUN));
    operations
        .read(OperationsTable.RUNS)
        .filter(RunColumns.STATUS.is(Operations.PUBLISHED))
        .join(counted, Field.names(RUN), "left_semi")
        .collectAsList()
        .forEach(
            r -> runs.computeIfAbsent(RunKey.PRODUCT.of(r), p -> new ArrayList<>()).add(of(r)));
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
    RunCounts counts = RunCounts.of(row);
    return new PublishedRun(
        new RunFigures(
            RunColumns.AS_OF.of(row),
            RunKey.SNAPSHOT_ID.of(row),
            RunColumns.SECONDS.find(row),
            counts),
        RunColumns.SEQUENCE.of(row),
        counts.tableRows());
  }
}
