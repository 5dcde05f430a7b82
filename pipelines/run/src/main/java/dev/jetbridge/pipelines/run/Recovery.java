package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.OpenPublications;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.FileStatus;
import dev.jetbridge.pipelines.operations.NewRow;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.QualityResultColumns;
import dev.jetbridge.pipelines.operations.RecordCounts;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.operations.RunKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Brings operations.runs in line with the tables, which are the truth, after somebody was killed
 * between the two: a run whose snapshot led to main but was never entered gets its entry, from the
 * side rows that were written before it was published; a run that is entered but came after what
 * main holds now was rolled back and is entered as withdrawn. What is left of a publication of
 * several products is published first.
 */
public record Recovery(Lake lake, Operations operations, RunHistory history) {
  /**
   * Enters what is missing. The history was read before main is looked at here, so a run that it
   * knows and main does not was rolled back: it cannot be one that is published just now.
   */
  public void complete(Collection<Contract> contracts) {
    List<NewRow> entries = new ArrayList<>();
    for (Contract contract : contracts) {
      if (lake.exists(contract.id())) {
        new OpenPublications(lake).complete(contract.id());
        enterPublished(contract, entries);
        enterWithdrawn(contract, entries);
      }
    }
    operations.append(OperationsTable.RUNS, entries);
  }

  private void enterPublished(Contract contract, List<NewRow> entries) {
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

  private void enterWithdrawn(Contract contract, List<NewRow> entries) {
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

  private static NewRow withdrawn(RunHistory.Publication run) {
    return RunColumns.entry(run.runId(), run.product(), run.asOf(), Operations.WITHDRAWN)
        .with(RunKey.SNAPSHOT_ID, run.snapshot())
        .with(RunColumns.SEQUENCE, run.sequence())
        .with(RunColumns.MESSAGE, "main was set back to an earlier run");
  }

  private NewRow published(Contract contract, Snapshot snapshot, long content, RunSummary run) {
    long sequence = run.sequence();
    history.enter(
        new RunHistory.Publication(
            run.runId(),
            contract.id(),
            run.asOf(),
            content,
            sequence,
            RunHistory.kind(run.kind())));
    operations
        .read(OperationsTable.FILES)
        .filter(RunKey.SNAPSHOT_ID.is(content))
        .select(FileColumns.FILE_HASH.column())
        .collectAsList()
        .forEach(r -> history.addFile(contract.id(), FileColumns.FILE_HASH.of(r), content));
    Row rules =
        operations
            .read(OperationsTable.QUALITY_RESULTS)
            .filter(RunKey.SNAPSHOT_ID.is(content))
            .agg(
                outcomes(RunColumns.RULES_PASSED, QualityResultColumns.PASSED),
                outcomes(RunColumns.RULES_VIOLATED, QualityResultColumns.VIOLATED),
                outcomes(RunColumns.RULES_NOT_EVALUATED, QualityResultColumns.NOT_EVALUATED))
            .first();
    NewRow entry =
        RunColumns.entry(run.runId(), contract.id(), run.asOf(), Operations.PUBLISHED)
            .with(RunColumns.KIND, run.kind())
            .with(RunKey.SNAPSHOT_ID, content)
            .with(RunColumns.SEQUENCE, sequence)
            .with(RunColumns.INPUTS_DIGEST, run.inputsDigest())
            .with(RunColumns.CONTRACT_VERSION, run.contractVersion())
            .with(RunColumns.CODE_VERSION, run.codeVersion())
            .with(RunColumns.STARTED_AT, Instant.ofEpochMilli(snapshot.timestampMillis()))
            .with(RunColumns.TABLE_ROWS, Lake.rows(snapshot))
            .with(RunColumns.MESSAGE, "entered by recovery");
    Stream.of(RunColumns.RULES_PASSED, RunColumns.RULES_VIOLATED, RunColumns.RULES_NOT_EVALUATED)
        .forEach(field -> entry.with(field, field.of(rules)));
    if (contract.isSource()) {
      return files(content, run, entry);
    }
    long added = Long.parseLong(snapshot.summary().getOrDefault("added-records", "0"));
    return entry.with(RecordCounts.RECORDS, added).with(RecordCounts.LOADED, added);
  }

  /** The sums of a replay cannot be told from what its files had before. */
  private NewRow files(long snapshot, RunSummary run, NewRow entry) {
    Dataset<Row> files =
        operations
            .read(OperationsTable.FILES)
            .filter(RunKey.SNAPSHOT_ID.is(snapshot))
            .filter(not(FileColumns.STATUS.is(FileStatus.REPLACED)));
    Column refused = count(when(FileColumns.STATUS.is(FileStatus.REFUSED), 1));
    Row sums =
        files
            .agg(
                RunColumns.FILES.as(count(lit(1))),
                Stream.concat(Stream.of(RunColumns.REFUSED_FILES.as(refused)), RecordCounts.sums())
                    .toArray(Column[]::new))
            .first();
    entry
        .with(RunColumns.FILES, RunColumns.FILES.of(sums))
        .with(RunColumns.REFUSED_FILES, RunColumns.REFUSED_FILES.of(sums));
    return RunKind.REPLAY.label().equals(run.kind()) ? entry : RecordCounts.of(sums).on(entry);
  }

  private static Column outcomes(Field<Integer> field, String outcome) {
    Column those = count(when(QualityResultColumns.OUTCOME.is(outcome), 1));
    return field.as(those.cast(DataTypes.IntegerType));
  }
}
