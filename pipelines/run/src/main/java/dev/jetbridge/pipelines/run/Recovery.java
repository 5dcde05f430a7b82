package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.ingest.FileAccount;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.OpenPublications;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * Brings operations.runs in line with the tables, which are the truth, after somebody was killed
 * between the two: a run whose snapshot led to main but was never entered gets its entry, from the
 * side rows that were written before it was published; a run that is entered but came after what
 * main holds now was rolled back and is entered as withdrawn. What is left of a publication of
 * several products is published first.
 */
public final class Recovery {
  private final Lake lake;
  private final Operations operations;
  private final RunHistory history;

  public Recovery(Lake lake, Operations operations, RunHistory history) {
    this.lake = lake;
    this.operations = operations;
    this.history = history;
  }

  /**
   * Enters what is missing. The history was read before main is looked at here, so a run that it
   * knows and main does not was rolled back: it cannot be one that is published just now.
   */
  public void complete(Collection<Contract> contracts) {
    List<Row> entries = new ArrayList<>();
    for (Contract contract : contracts) {
      if (lake.exists(contract.id())) {
        new OpenPublications(lake).complete(contract.id());
        enterPublished(contract, entries);
        enterWithdrawn(contract, entries);
      }
    }
    operations.append(OperationsTable.RUNS, entries);
  }

  private void enterPublished(Contract contract, List<Row> entries) {
    for (Snapshot snapshot : lake.history(contract.id())) {
      Optional<RunSummary> run = RunSummary.of(snapshot);
      if (run.isEmpty()) {
        continue;
      }
      long content = Lake.contentId(snapshot);
      if (history.knows(content)) {
        return;
      }
      entries.add(published(contract, snapshot, content, run.get()));
    }
  }

  private void enterWithdrawn(Contract contract, List<Row> entries) {
    Optional<RunHistory.Publication> current = Optional.empty();
    for (Snapshot snapshot : lake.history(contract.id())) {
      current = history.publication(Lake.contentId(snapshot));
      if (current.isPresent()) {
        break;
      }
    }
    if (current.isEmpty()) {
      return;
    }
    long last = current.get().sequence();
    for (RunHistory.Publication run : history.runsOf(contract.id())) {
      if (run.sequence() > last) {
        entries.add(withdrawn(run));
        history.withdraw(run.snapshot());
      }
    }
  }

  private static Row withdrawn(RunHistory.Publication run) {
    return new RunEntry(run.runId(), run.product(), run.asOf(), Operations.WITHDRAWN)
        .with("snapshot_id", run.snapshot())
        .with("sequence", run.sequence())
        .with("message", "main was set back to an earlier run")
        .row();
  }

  private Row published(Contract contract, Snapshot snapshot, long content, RunSummary run) {
    long sequence = run.sequence();
    history.enter(
        new RunHistory.Publication(run.runId(), contract.id(), run.asOf(), content, sequence));
    operations
        .read(OperationsTable.FILES)
        .filter(col("snapshot_id").equalTo(content))
        .select("file_hash")
        .collectAsList()
        .forEach(r -> history.addFile(contract.id(), r.getString(0), content));
    RunEntry entry =
        new RunEntry(run.runId(), contract.id(), run.asOf(), Operations.PUBLISHED)
            .with("kind", run.kind())
            .with("snapshot_id", content)
            .with("sequence", sequence)
            .with("inputs_digest", run.inputsDigest())
            .with("contract_version", run.contractVersion())
            .with("code_version", run.codeVersion())
            .with("started_at", new Timestamp(snapshot.timestampMillis()))
            .with("table_rows", Lake.rows(snapshot))
            .with("message", "entered by recovery");
    Row rules =
        operations
            .read(OperationsTable.QUALITY_RESULTS)
            .filter(col("snapshot_id").equalTo(content))
            .agg(outcomes("passed"), outcomes("violated"), outcomes("not evaluated"))
            .first();
    entry
        .with("rules_passed", (int) rules.getLong(0))
        .with("rules_violated", (int) rules.getLong(1))
        .with("rules_not_evaluated", (int) rules.getLong(2));
    if (contract.isSource()) {
      files(content, run, entry);
    } else {
      long added = Long.parseLong(snapshot.summary().getOrDefault("added-records", "0"));
      entry.with("records", added).with("loaded", added);
    }
    return entry.row();
  }

  /** The sums of a replay cannot be told from what its files had before. */
  private void files(long snapshot, RunSummary run, RunEntry entry) {
    Row sums =
        operations
            .read(OperationsTable.FILES)
            .filter(col("snapshot_id").equalTo(snapshot))
            .filter(col("status").notEqual(FileAccount.REPLACED))
            .agg(
                count(lit(1)),
                coalesce(sum(when(col("status").equalTo("refused"), 1L).otherwise(0L)), lit(0L)),
                coalesce(sum("records"), lit(0L)),
                coalesce(sum("loaded"), lit(0L)),
                coalesce(sum("superseded"), lit(0L)),
                coalesce(sum("duplicates"), lit(0L)),
                coalesce(sum("quarantined"), lit(0L)),
                coalesce(sum("suppressed"), lit(0L)))
            .first();
    entry.with("files", sums.getLong(0)).with("refused_files", sums.getLong(1));
    if (!RunKind.REPLAY.label().equals(run.kind())) {
      entry
          .with("records", sums.getLong(2))
          .with("loaded", sums.getLong(3))
          .with("superseded", sums.getLong(4))
          .with("duplicates", sums.getLong(5))
          .with("quarantined", sums.getLong(6))
          .with("suppressed", sums.getLong(7));
    }
  }

  private static Column outcomes(String outcome) {
    return coalesce(sum(when(col("outcome").equalTo(outcome), 1L).otherwise(0L)), lit(0L));
  }
}
