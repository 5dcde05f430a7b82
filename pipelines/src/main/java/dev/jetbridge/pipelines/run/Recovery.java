package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Finishes what a killed run left: a snapshot that is main but whose run was never entered gets its
 * entry, from the side rows that were written before it was published.
 */
final class Recovery {
  private final Lake lake;
  private final Operations operations;
  private final RunHistory history;

  Recovery(Lake lake, Operations operations, RunHistory history) {
    this.lake = lake;
    this.operations = operations;
    this.history = history;
  }

  /** Enters the missing runs and returns the products they belong to. */
  List<String> complete(Collection<Contract> contracts) {
    List<Row> entries = new ArrayList<>();
    List<String> products = new ArrayList<>();
    for (Contract contract : contracts) {
      if (!lake.exists(contract.id())) {
        continue;
      }
      Table table = lake.table(contract.id());
      Snapshot main = table.currentSnapshot();
      if (main != null && RunSummary.of(main).isPresent() && !history.knows(main.snapshotId())) {
        entries.add(entry(contract, main));
        products.add(contract.id().toString());
      }
    }
    if (!entries.isEmpty()) {
      operations.append(OperationsTable.RUNS, entries);
    }
    return products;
  }

  private Row entry(Contract contract, Snapshot main) {
    RunSummary run = RunSummary.of(main).orElseThrow();
    long sequence = history.nextSequence(contract.id());
    Row files =
        operations
            .read(OperationsTable.FILES)
            .filter(col("snapshot_id").equalTo(main.snapshotId()))
            .agg(
                count(lit(1)),
                coalesce(sum(when(col("status").equalTo("refused"), 1L).otherwise(0L)), lit(0L)),
                coalesce(sum("records"), lit(0L)),
                coalesce(sum("loaded"), lit(0L)),
                coalesce(sum("superseded"), lit(0L)),
                coalesce(sum("duplicates"), lit(0L)),
                coalesce(sum("quarantined"), lit(0L)))
            .first();
    Row rules =
        operations
            .read(OperationsTable.QUALITY_RESULTS)
            .filter(col("snapshot_id").equalTo(main.snapshotId()))
            .agg(outcomes("passed"), outcomes("violated"), outcomes("not evaluated"))
            .first();
    long added = Long.parseLong(main.summary().getOrDefault("added-records", "0"));
    boolean source = contract.isSource();
    history.enter(run.runId(), contract.id(), run.asOf(), main.snapshotId(), sequence);
    operations
        .read(OperationsTable.FILES)
        .filter(col("snapshot_id").equalTo(main.snapshotId()))
        .select("file_hash")
        .collectAsList()
        .forEach(r -> history.addFile(contract.id(), r.getString(0)));
    return RowFactory.create(
        run.runId(),
        contract.id().toString(),
        Timestamp.from(run.asOf()),
        Operations.PUBLISHED,
        main.snapshotId(),
        sequence,
        run.inputsDigest(),
        null,
        run.contractVersion(),
        null,
        run.codeVersion(),
        new Timestamp(main.timestampMillis()),
        null,
        files.getLong(0),
        files.getLong(1),
        source ? files.getLong(2) : added,
        source ? files.getLong(3) : added,
        files.getLong(4),
        files.getLong(5),
        files.getLong(6),
        Lake.rows(main),
        (int) rules.getLong(0),
        (int) rules.getLong(1),
        (int) rules.getLong(2),
        "entered by recovery");
  }

  private static org.apache.spark.sql.Column outcomes(String outcome) {
    return coalesce(sum(when(col("outcome").equalTo(outcome), 1L).otherwise(0L)), lit(0L));
  }
}
