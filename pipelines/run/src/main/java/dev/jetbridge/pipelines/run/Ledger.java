package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.VersionHistory;
import dev.jetbridge.jobs.Model;
import dev.jetbridge.pipelines.anomalies.Figure;
import dev.jetbridge.pipelines.anomalies.JudgedFigure;
import dev.jetbridge.pipelines.ingest.FileAccount;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.MetricColumns;
import dev.jetbridge.pipelines.operations.ModelColumns;
import dev.jetbridge.pipelines.operations.NewRow;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.QualityResultColumns;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.operations.TombstoneColumns;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.quality.report.RuleResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Writes what runs leave beside their rows, once for all products of a wave: side rows before the
 * publication, entries of runs after it.
 */
record Ledger(Operations operations, RunSettings settings) {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String RESTORE = "; restore the tables of operations from a backup";

  /**
   * Files, quarantine, tombstones, figures, models and rule results; they count once their run is
   * entered.
   */
  void writeBeside(List<Staged> wave) {
    List<NewRow> files = new ArrayList<>();
    List<NewRow> models = new ArrayList<>();
    List<NewRow> figures = new ArrayList<>();
    List<NewRow> results = new ArrayList<>();
    List<Dataset<Row>> quarantine = new ArrayList<>();
    List<Dataset<Row>> tombstones = new ArrayList<>();
    for (Staged staged : wave) {
      staged.files().forEach(f -> files.add(file(staged, f)));
      staged.figures().forEach(f -> figures.add(figure(staged, f)));
      staged.models().forEach(m -> models.add(model(staged, m)));
      staged.report().results().forEach(r -> results.add(result(staged, r)));
      staged
          .quarantine()
          .ifPresent(q -> quarantine.add(staged.key().rows(OperationsTable.QUARANTINE, q)));
      staged.tombstones().ifPresent(t -> tombstones.add(tombstones(staged, t)));
    }
    operations.append(OperationsTable.FILES, files);
    operations.append(OperationsTable.METRICS, figures);
    operations.append(OperationsTable.MODELS, models);
    operations.append(OperationsTable.QUALITY_RESULTS, results);
    quarantine.stream()
        .reduce(Dataset::unionByName)
        .ifPresent(q -> operations.append(OperationsTable.QUARANTINE, q));
    for (Staged staged : wave) {
      ProductId table = VersionHistory.table(staged.run().contract().id());
      staged
          .versions()
          .map(v -> v.withColumn(VersionHistory.SNAPSHOT_ID, lit(staged.snapshot())))
          .ifPresent(v -> operations.append(table, v));
    }
    tombstones.stream()
        .reduce(Dataset::unionByName)
        .ifPresent(t -> operations.append(OperationsTable.TOMBSTONES, t));
  }

  /**
   * A failure of the tables of operations in words.
   *
   * @param consequence what that means for the products
   */
  static JetbridgeException unusable(Throwable failure, String consequence) {
    JetbridgeException known = Failures.logged(failure, "use the tables of operations", RESTORE);
    return new JetbridgeException(
        known.kind(), known.getMessage() + "; " + consequence, known.getCause());
  }

  /** One entry an ended run. */
  void enter(List<NewRow> entries) {
    operations.append(OperationsTable.RUNS, entries);
  }

  NewRow entry(Staged staged, RunStatus status, String message) {
    QualityReport report = staged.report();
    NewRow entry =
        begun(staged.run(), status, staged.startedAt(), message)
            .with(RunKey.SNAPSHOT_ID, staged.snapshot())
            .with(RunColumns.SEQUENCE, staged.sequence())
            .with(RunColumns.SECONDS, seconds(staged.startedAt()))
            .with(RunColumns.RULES_PASSED, (int) report.passed())
            .with(RunColumns.RULES_VIOLATED, (int) report.violated())
            .with(RunColumns.RULES_NOT_EVALUATED, (int) report.notEvaluated());
    return staged.counts().on(entry);
  }

  /** An entry of a run that never staged. */
  NewRow failure(PlannedRun run, String message, Instant startedAt) {
    return begun(run, RunStatus.FAILED, startedAt, message)
        .with(RunColumns.SECONDS, seconds(startedAt));
  }

  /** An entry of a product whose contract does not load. */
  NewRow failure(BrokenContract contract, ProductId product) {
    RunId id =
        RunId.of(product, settings.asOf(), List.of("contract " + contract.digest(), "no plan"));
    return RunColumns.entry(id.id(), product, settings.asOf(), RunStatus.FAILED.label())
        .with(RunColumns.KIND, RunKind.RUN.label())
        .with(RunColumns.INPUTS_DIGEST, id.inputsDigest())
        .with(RunColumns.CONTRACT_DIGEST, contract.digest())
        .with(RunColumns.CODE_VERSION, settings.codeVersion())
        .with(RunColumns.STARTED_AT, Instant.now())
        .with(RunColumns.SECONDS, 0.0)
        .with(RunColumns.MESSAGE, contract.message());
  }

  private NewRow begun(PlannedRun run, RunStatus status, Instant startedAt, String message) {
    return RunColumns.entry(run.id().id(), run.contract().id(), settings.asOf(), status.label())
        .with(RunColumns.KIND, run.kind().label())
        .with(RunColumns.INPUTS_DIGEST, run.id().inputsDigest())
        .with(RunColumns.INPUTS, inputs(run))
        .with(RunColumns.CONTRACT_VERSION, run.contract().version())
        .with(RunColumns.CONTRACT_DIGEST, run.contract().digest())
        .with(RunColumns.CODE_VERSION, settings.codeVersion())
        .with(RunColumns.STARTED_AT, startedAt)
        .with(RunColumns.KNOWN_BY, settings.knownBy().label())
        .with(RunColumns.MESSAGE, message);
  }

  static double seconds(Instant start) {
    return (Instant.now().toEpochMilli() - start.toEpochMilli()) / 1000.0;
  }

  private static String inputs(PlannedRun run) {
    Map<String, Object> inputs = new TreeMap<>();
    if (run.contract().isSource()) {
      inputs.put("files", run.files().stream().map(f -> f.hash()).sorted().toList());
    } else {
      run.contents().entrySet().stream()
          .sorted(Map.Entry.<ProductId, Long>comparingByKey(Comparator.naturalOrder()))
          .forEach(e -> inputs.put(e.getKey().toString(), e.getValue()));
    }
    try {
      return JSON.writeValueAsString(inputs);
    } catch (JsonProcessingException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write the inputs of a run", e);
    }
  }

  private static Dataset<Row> tombstones(Staged staged, Dataset<Row> deleted) {
    return staged
        .key()
        .rows(
            OperationsTable.TOMBSTONES,
            deleted.withColumn(TombstoneColumns.CHANGED_IN.name(), lit(staged.sequence())));
  }

  private static NewRow file(Staged staged, FileAccount account) {
    NewRow row =
        staged
            .key()
            .row(OperationsTable.FILES)
            .with(FileColumns.FILE_HASH, account.file().hash())
            .with(FileColumns.FILE_NAME, account.file().name())
            .with(FileColumns.SENDER, account.file().sender())
            .with(FileColumns.BYTES, account.file().bytes())
            .with(FileColumns.STATUS, account.status())
            .with(FileColumns.REASON, account.reason())
            .with(FileColumns.PLACE, account.place())
            .with(FileColumns.CONTENT_HASH, account.content())
            .with(FileColumns.SENT, account.file().sent())
            .with(FileColumns.DELIVERED, account.file().modified());
    return account.whole().on(row);
  }

  private NewRow figure(Staged staged, JudgedFigure judged) {
    Figure figure = judged.figure();
    return staged
        .key()
        .row(OperationsTable.METRICS)
        .with(RunColumns.AS_OF, settings.asOf())
        .with(RunColumns.KIND, staged.run().kind().label())
        .with(FileColumns.FILE_HASH, figure.file().map(Figure.File::hash).orElse(null))
        .with(FileColumns.FILE_NAME, figure.file().map(Figure.File::name).orElse(null))
        .with(MetricColumns.METRIC, figure.kind().label())
        .with(MetricColumns.COLUMN_NAME, figure.column().orElse(null))
        .with(MetricColumns.VALUE, figure.value())
        .with(MetricColumns.VERDICT, judged.verdict())
        .with(MetricColumns.EXPLANATION, judged.explanation());
  }

  private NewRow model(Staged staged, Model model) {
    return staged
        .key()
        .row(OperationsTable.MODELS)
        .with(RunColumns.AS_OF, settings.asOf())
        .with(ModelColumns.MODEL_ID, model.id())
        .with(ModelColumns.KIND, model.kind())
        .with(ModelColumns.PARAMETERS, model.parameters())
        .with(ModelColumns.PROVENANCE, model.provenance());
  }

  private NewRow result(Staged staged, RuleResult result) {
    NewRow row =
        staged
            .key()
            .row(OperationsTable.QUALITY_RESULTS)
            .with(RunColumns.AS_OF, settings.asOf())
            .with(QualityResultColumns.RULE, result.rule())
            .with(QualityResultColumns.DQDL, result.dqdl())
            .with(QualityResultColumns.SCOPE, result.scope())
            .with(QualityResultColumns.SEVERITY, result.severity())
            .with(QualityResultColumns.MEASURED_BY, result.measuredBy());
    if (result.outcome() instanceof Outcome.Passed passed) {
      return row.with(QualityResultColumns.OUTCOME, QualityResultColumns.PASSED)
          .with(QualityResultColumns.OBSERVED, passed.observed().orElse(null));
    }
    if (result.outcome() instanceof Outcome.Violated violated) {
      return row.with(QualityResultColumns.OUTCOME, QualityResultColumns.VIOLATED)
          .with(QualityResultColumns.OBSERVED, violated.observed().orElse(null))
          .with(QualityResultColumns.EXPLANATION, violated.expected());
    }
    return row.with(QualityResultColumns.OUTCOME, QualityResultColumns.NOT_EVALUATED)
        .with(QualityResultColumns.EXPLANATION, ((Outcome.NotEvaluated) result.outcome()).cause());
  }
}
