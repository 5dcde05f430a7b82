package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.pipelines.anomalies.Anomalies;
import dev.jetbridge.pipelines.anomalies.Baseline;
import dev.jetbridge.pipelines.anomalies.Figure;
import dev.jetbridge.pipelines.anomalies.JudgedFigure;
import dev.jetbridge.pipelines.compile.CompiledProduct;
import dev.jetbridge.pipelines.ingest.Ingest;
import dev.jetbridge.pipelines.ingest.IngestStage;
import dev.jetbridge.pipelines.ingest.Rejected;
import dev.jetbridge.pipelines.ingest.SuppressedPeople;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.MeasuredWrite;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.session.SparkFailures;
import dev.jetbridge.quality.QualityReport;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Brings the rows of one run onto its branch and audits them. */
final class Stager {
  private final Lake lake;
  private final Landing landing;
  private final Operations operations;
  private final RunHistory history;
  private final Function<Contract, CompiledProduct> products;
  private final RunSettings settings;

  Stager(
      Lake lake,
      Landing landing,
      Operations operations,
      RunHistory history,
      Function<Contract, CompiledProduct> products,
      RunSettings settings) {
    this.lake = lake;
    this.landing = landing;
    this.operations = operations;
    this.history = history;
    this.products = products;
    this.settings = settings;
  }

  /** Stages on a new branch at the snapshot that the run is planned on. */
  Staged stage(PlannedRun run, GroupStaging group) {
    Staging attempt = new Staging(run, run.id().newBranch(), group);
    try {
      return run.contract().isSource() ? ingest(attempt) : make(attempt);
    } catch (Throwable e) {
      discard(attempt.product(), attempt.branch(), attempt.folder().path());
      throw e;
    }
  }

  /** Removes what an attempt leaves that does not publish. */
  void discard(Staged staged) {
    discard(staged.run().contract().id(), staged.branch(), staged.folder());
  }

  private void discard(ProductId product, String branch, String folder) {
    try {
      lake.dropBranch(product, branch);
      StagingFolder.empty(folder);
    } catch (RuntimeException e) {
      // What is left harms nobody: maintain removes it.
    }
  }

  private final class Staging {
    private final PlannedRun run;
    private final GroupStaging group;
    private final String branch;
    private final Instant start = Instant.now();
    private final long sequence;

    Staging(PlannedRun run, String branch, GroupStaging group) {
      this.run = run;
      this.group = group;
      this.branch = branch;
      this.sequence = history.nextSequence(run.contract().id());
    }

    String branch() {
      return branch;
    }

    ProductId product() {
      return run.contract().id();
    }

    StagingFolder folder() {
      return new StagingFolder(settings.staging(), run.id(), branch);
    }

    Map<String, String> summary() {
      Map<String, String> summary =
          new RunSummary(
                  run.id().id(),
                  settings.asOf(),
                  run.contract().version(),
                  settings.codeVersion(),
                  run.id().inputsDigest(),
                  sequence,
                  run.kind().label())
              .properties();
      summary.putAll(group.summary());
      return summary;
    }

    PinnedInputs inputs() {
      return new PinnedInputs(lake, run.contract(), run.inputs(), group.previous(run));
    }

    RunContext context() {
      return new RunContext(settings.asOf(), settings.pseudonymKey(), folder().checkpoint(lake));
    }

    long tableRows(long snapshot) {
      return Lake.rows(lake.table(product()).snapshot(snapshot));
    }
  }

  private Staged ingest(Staging attempt) {
    PlannedRun run = attempt.run;
    Contract contract = run.contract();
    IngestStage stage =
        products
            .apply(contract)
            .ingest(lake)
            .stage(
                run.files(),
                new Ingest.Attempt(
                    attempt.branch(),
                    run.base(),
                    run.kind() == RunKind.REBUILD,
                    attempt.folder().path(),
                    attempt.sequence,
                    settings.pseudonymKey(),
                    operations.tombstones(contract.id()),
                    run.kind() == RunKind.REPLAY
                        ? Optional.of(rejected(contract))
                        : Optional.empty(),
                    mended(run),
                    SuppressedPeople.of(
                        contract, operations.suppressedPeople(), settings.pseudonymKey()),
                    FileLedger.of(history, operations, landing, contract.id()),
                    attempt.summary()));
    List<JudgedFigure> figures = figures(run, stage);
    return new Staged(
        run,
        attempt.branch(),
        stage.snapshot(),
        attempt.sequence,
        RunCounts.of(stage.files(), attempt.tableRows(stage.snapshot())),
        report(run, stage).with(Anomalies.results(figures, anomalies(contract).severity())),
        stage.files(),
        stage.quarantine(),
        stage.tombstones(),
        List.of(),
        figures,
        attempt.folder().path(),
        attempt.start);
  }

  private static QualityReport report(PlannedRun run, IngestStage stage) {
    return run.kind() == RunKind.REPLAY ? Volume.ofReplay(stage.report()) : stage.report();
  }

  /** Only a run of new files is compared with those before it. */
  private List<JudgedFigure> figures(PlannedRun run, IngestStage stage) {
    Contract contract = run.contract();
    if (!anomalies(contract).wanted()) {
      return List.of();
    }
    List<Figure> figures = Figure.of(stage.files(), stage.profile(), settings.asOf());
    if (run.kind() != RunKind.RUN) {
      return Anomalies.keep(figures, "a " + run.kind().label());
    }
    List<RunHistory.Publication> runs = history.runsOf(contract.id());
    Map<Long, Long> latest = new HashMap<>();
    runs.subList(Math.max(0, runs.size() - Baseline.RUNS), runs.size())
        .forEach(r -> latest.put(r.snapshot(), r.sequence()));
    return Anomalies.judge(
        figures, Baseline.read(operations, contract.id(), latest), anomalies(contract));
  }

  private static SourceFormat.Anomalies anomalies(Contract contract) {
    return contract.source().orElseThrow().anomalies();
  }

  /** Mended records belong to files that were dealt with before. */
  private Optional<Dataset<Row>> mended(PlannedRun run) {
    return run.kind() == RunKind.RUN
        ? Optional.empty()
        : MendedRecords.read(lake.spark(), landing, run.contract().id());
  }

  private Rejected rejected(Contract contract) {
    return Rejected.of(operations.files(contract.id()), operations.quarantine(contract.id()));
  }

  private Staged make(Staging attempt) {
    PlannedRun run = attempt.run;
    Contract contract = run.contract();
    lake.openBranch(contract.id(), attempt.branch(), run.base());
    PinnedInputs inputs = attempt.inputs();
    CompiledProduct compiled = products.apply(contract);
    String transformation = contract.derivation().transformation().orElseThrow();
    GroupStaging.Made made;
    MeasuredWrite.Measured written;
    try {
      made =
          attempt.group.outputs(
              transformation, () -> compiled.job().run(inputs, attempt.context()));
      Dataset<Row> rows =
          made.outputs().rowsOf(contract.id(), attempt.group.madeTogether(contract));
      // Rows are computed while they are written.
      written =
          new MeasuredWrite(compiled.rules())
              .write(aligned(contract, rows), measured -> write(attempt, measured));
    } catch (Throwable e) {
      if (!SparkFailures.isSurvivable(e)) {
        throw e;
      }
      throw new TransformationFailed(transformation, e);
    }
    Snapshot snapshot = written.snapshot();
    long added = Long.parseLong(snapshot.summary().getOrDefault("added-records", "0"));
    refuseEmptyOverwrite(contract, added);
    QualityReport report =
        compiled
            .rules()
            .evaluate(
                rowsOfRun(attempt),
                lake.readBranch(contract.id(), attempt.branch()),
                inputs.references(),
                written.metrics());
    return new Staged(
        run,
        attempt.branch(),
        snapshot.snapshotId(),
        attempt.sequence,
        RunCounts.ofRows(added, attempt.tableRows(snapshot.snapshotId())),
        report,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        made.models(),
        List.of(),
        attempt.folder().path(),
        attempt.start);
  }

  private Snapshot write(Staging attempt, Dataset<Row> rows) {
    ProductId product = attempt.product();
    String branch = attempt.branch();
    Map<String, String> summary = attempt.summary();
    Snapshot snapshot =
        attempt.run.contract().change().writeMode() == WriteMode.OVERWRITE_PARTITIONS
            ? lake.overwriteWhere(product, branch, rows, thisAsOf(), summary)
            : lake.overwrite(product, branch, rows, summary);
    boolean written = attempt.run.id().id().equals(snapshot.summary().get(RunSummary.RUN_ID));
    return written ? snapshot : lake.touch(product, branch, summary);
  }

  private org.apache.spark.sql.Column thisAsOf() {
    return col("as_of").equalTo(lit(Timestamp.from(settings.asOf())));
  }

  private Dataset<Row> rowsOfRun(Staging attempt) {
    Dataset<Row> branch = lake.readBranch(attempt.product(), attempt.branch());
    return attempt.run.contract().change().writeMode() == WriteMode.OVERWRITE_PARTITIONS
        ? branch.filter(thisAsOf())
        : branch;
  }

  private static void refuseEmptyOverwrite(Contract contract, long added) {
    if (added == 0 && !contract.change().mayBeEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONTRACT,
          "Cannot publish "
              + contract.id()
              + ": its transformation gave no rows and its contract does not say mayBeEmpty; look"
              + " at its inputs");
    }
  }

  private static String simple(StructField field) {
    return field.dataType().simpleString();
  }

  /** The columns of the contract in its order; it and the transformation must agree on them. */
  private static Dataset<Row> aligned(Contract contract, Dataset<Row> rows) {
    StructType expected = contract.schema();
    StructType actual = rows.schema();
    for (StructField field : expected.fields()) {
      boolean there = List.of(actual.fieldNames()).contains(field.name());
      if (!there || !actual.apply(field.name()).dataType().sameType(field.dataType())) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot stage "
                + contract.id()
                + ": its transformation gives "
                + (there
                    ? "column " + field.name() + " as " + simple(actual.apply(field.name()))
                    : "no column " + field.name())
                + ", its contract says "
                + simple(field)
                + "; mend the one that is wrong");
      }
    }
    if (actual.length() != expected.length()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot stage "
              + contract.id()
              + ": its transformation gives "
              + actual.length()
              + " columns, its contract has "
              + expected.length()
              + "; mend the one that is wrong");
    }
    return rows.select(
        contract.columns().stream()
            .map(Column::name)
            .map(org.apache.spark.sql.functions::col)
            .toArray(org.apache.spark.sql.Column[]::new));
  }
}
