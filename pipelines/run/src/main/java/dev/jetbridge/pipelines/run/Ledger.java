package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.Model;
import dev.jetbridge.pipelines.anomalies.Figure;
import dev.jetbridge.pipelines.anomalies.JudgedFigure;
import dev.jetbridge.pipelines.ingest.FileAccount;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.quality.report.RuleResult;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Writes what runs leave beside their rows, once for all products of a wave: side rows before the
 * publication, entries of runs after it.
 */
final class Ledger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String RESTORE = "; restore the tables of operations from a backup";

  private final Operations operations;
  private final RunSettings settings;

  Ledger(Operations operations, RunSettings settings) {
    this.operations = operations;
    this.settings = settings;
  }

  /**
   * Files, quarantine, tombstones, figures, models and rule results; they count once their run is
   * entered.
   */
  void writeBeside(List<Staged> wave) {
    List<Row> files = new ArrayList<>();
    List<Row> models = new ArrayList<>();
    List<Row> figures = new ArrayList<>();
    List<Row> results = new ArrayList<>();
    List<Dataset<Row>> quarantine = new ArrayList<>();
    List<Dataset<Row>> tombstones = new ArrayList<>();
    for (Staged staged : wave) {
      staged.files().forEach(f -> files.add(file(staged, f)));
      staged.figures().forEach(f -> figures.add(figure(staged, f)));
      staged.models().forEach(m -> models.add(model(staged, m)));
      staged.report().results().forEach(r -> results.add(result(staged, r)));
      staged
          .quarantine()
          .ifPresent(q -> quarantine.add(side(staged, q, OperationsTable.QUARANTINE)));
      staged
          .tombstones()
          .ifPresent(
              t ->
                  tombstones.add(
                      side(
                          staged,
                          t.withColumn("changed_in", lit(staged.sequence())),
                          OperationsTable.TOMBSTONES)));
    }
    operations.append(OperationsTable.FILES, files);
    operations.append(OperationsTable.METRICS, figures);
    operations.append(OperationsTable.MODELS, models);
    operations.append(OperationsTable.QUALITY_RESULTS, results);
    quarantine.stream()
        .reduce(Dataset::unionByName)
        .ifPresent(q -> operations.append(OperationsTable.QUARANTINE, q));
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
    JetbridgeException known =
        Failures.logged(failure, "use the ledger (the tables of operations)", RESTORE);
    return new JetbridgeException(
        known.kind(), known.getMessage() + "; " + consequence, known.getCause());
  }

  /** One entry an ended run. */
  void enter(List<Row> entries) {
    operations.append(OperationsTable.RUNS, entries);
  }

  Row entry(Staged staged, RunStatus status, String message) {
    QualityReport report = staged.report();
    RunCounts counts = staged.counts();
    return begun(staged.run(), status, staged.startedAt(), message)
        .with("snapshot_id", staged.snapshot())
        .with("sequence", staged.sequence())
        .with("seconds", seconds(staged.startedAt()))
        .with("files", counts.files())
        .with("refused_files", counts.refusedFiles())
        .with("records", counts.records())
        .with("loaded", counts.loaded())
        .with("superseded", counts.superseded())
        .with("duplicates", counts.duplicates())
        .with("quarantined", counts.quarantined())
        .with("suppressed", counts.suppressed())
        .with("table_rows", counts.tableRows())
        .with("rules_passed", (int) report.passed())
        .with("rules_violated", (int) report.violated())
        .with("rules_not_evaluated", (int) report.notEvaluated())
        .row();
  }

  /** An entry of a run that never staged. */
  Row failure(PlannedRun run, String message, Instant startedAt) {
    return begun(run, RunStatus.FAILED, startedAt, message)
        .with("seconds", seconds(startedAt))
        .row();
  }

  /** An entry of a product whose contract does not load. */
  Row failure(BrokenContract contract, ProductId product) {
    RunId id =
        RunId.of(product, settings.asOf(), List.of("contract " + contract.digest(), "no plan"));
    return new RunEntry(id.id(), product, settings.asOf(), RunStatus.FAILED.label())
        .with("kind", RunKind.RUN.label())
        .with("inputs_digest", id.inputsDigest())
        .with("contract_digest", contract.digest())
        .with("code_version", settings.codeVersion())
        .with("started_at", Timestamp.from(Instant.now()))
        .with("seconds", 0.0)
        .with("message", contract.message())
        .row();
  }

  private RunEntry begun(PlannedRun run, RunStatus status, Instant startedAt, String message) {
    return new RunEntry(run.id().id(), run.contract().id(), settings.asOf(), status.label())
        .with("kind", run.kind().label())
        .with("inputs_digest", run.id().inputsDigest())
        .with("inputs", inputs(run))
        .with("contract_version", run.contract().version())
        .with("contract_digest", run.contract().digest())
        .with("code_version", settings.codeVersion())
        .with("started_at", Timestamp.from(startedAt))
        .with("message", message);
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

  private static Dataset<Row> side(Staged staged, Dataset<Row> rows, OperationsTable table) {
    return rows.withColumn("snapshot_id", lit(staged.snapshot()))
        .withColumn("run_id", lit(staged.run().id().id()))
        .withColumn("product", lit(staged.run().contract().id().toString()))
        .select(
            java.util.Arrays.stream(table.schema().fields())
                .map(f -> col(f.name()).cast(f.dataType()).as(f.name()))
                .toArray(org.apache.spark.sql.Column[]::new));
  }

  private static Row file(Staged staged, FileAccount account) {
    return RowFactory.create(
        staged.snapshot(),
        staged.run().id().id(),
        staged.run().contract().id().toString(),
        account.file().hash(),
        account.file().name(),
        account.file().sender(),
        account.file().bytes(),
        account.status(),
        account.reason(),
        account.place(),
        account.whole().records(),
        account.whole().loaded(),
        account.whole().superseded(),
        account.whole().duplicates(),
        account.whole().quarantined(),
        account.content(),
        account.file().sent(),
        account.whole().suppressed());
  }

  private Row figure(Staged staged, JudgedFigure judged) {
    Figure figure = judged.figure();
    return RowFactory.create(
        staged.snapshot(),
        staged.run().id().id(),
        staged.run().contract().id().toString(),
        Timestamp.from(settings.asOf()),
        staged.run().kind().label(),
        figure.file().map(Figure.File::hash).orElse(null),
        figure.file().map(Figure.File::name).orElse(null),
        figure.kind().label(),
        figure.column().orElse(null),
        figure.value(),
        judged.verdict(),
        judged.explanation());
  }

  private Row model(Staged staged, Model model) {
    return RowFactory.create(
        staged.snapshot(),
        staged.run().id().id(),
        staged.run().contract().id().toString(),
        Timestamp.from(settings.asOf()),
        model.id(),
        model.kind(),
        model.parameters(),
        model.provenance());
  }

  private Row result(Staged staged, RuleResult result) {
    String outcome;
    Double observed = null;
    String explanation = null;
    if (result.outcome() instanceof Outcome.Passed passed) {
      outcome = "passed";
      observed = passed.observed().orElse(null);
    } else if (result.outcome() instanceof Outcome.Violated violated) {
      outcome = "violated";
      observed = violated.observed().orElse(null);
      explanation = violated.expected();
    } else {
      outcome = "not evaluated";
      explanation = ((Outcome.NotEvaluated) result.outcome()).cause();
    }
    return RowFactory.create(
        staged.snapshot(),
        staged.run().id().id(),
        staged.run().contract().id().toString(),
        Timestamp.from(settings.asOf()),
        result.rule(),
        result.dqdl(),
        result.scope().name().toLowerCase(java.util.Locale.ROOT),
        result.severity().name().toLowerCase(java.util.Locale.ROOT),
        outcome,
        observed,
        explanation,
        result.measuredBy().name().toLowerCase(java.util.Locale.ROOT));
  }
}
