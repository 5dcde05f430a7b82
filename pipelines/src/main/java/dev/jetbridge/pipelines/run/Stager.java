package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.jobs.Jobs;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.pipelines.ingest.Ingest;
import dev.jetbridge.pipelines.ingest.IngestStage;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.quality.ObservedMetrics;
import dev.jetbridge.quality.ObservedWrite;
import dev.jetbridge.quality.QualityReport;
import dev.jetbridge.quality.RuleSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Brings the rows of one run onto its branch and audits them. */
final class Stager {
  private static final Duration METRICS_TIMEOUT = Duration.ofSeconds(30);

  private final Lake lake;
  private final Operations operations;
  private final RunHistory history;
  private final RunSettings settings;

  Stager(Lake lake, Operations operations, RunHistory history, RunSettings settings) {
    this.lake = lake;
    this.operations = operations;
    this.history = history;
    this.settings = settings;
  }

  Staged stage(PlannedRun run) {
    StagingFolder folder = new StagingFolder(settings.staging(), run.id());
    folder.empty();
    return run.contract().isSource() ? ingest(run, folder) : make(run, folder);
  }

  private Map<String, String> summary(PlannedRun run) {
    return new RunSummary(
            run.id().id(),
            settings.asOf(),
            run.contract().version(),
            settings.codeVersion(),
            run.id().inputsDigest())
        .properties();
  }

  private Staged ingest(PlannedRun run, StagingFolder folder) {
    Instant start = Instant.now();
    Contract contract = run.contract();
    long sequence = history.nextSequence(contract.id());
    Ingest ingest = new Ingest(lake, contract, RuleSet.of(contract));
    IngestStage stage =
        ingest.stage(
            run.files(),
            new Ingest.Attempt(
                run.id().branch(),
                folder.path(),
                sequence,
                settings.pseudonymKey(),
                operations.published(OperationsTable.TOMBSTONES, contract.id()),
                summary(run)));
    return new Staged(
        run,
        stage.base(),
        stage.snapshot(),
        sequence,
        RunCounts.of(
            stage.files(), Lake.rows(lake.table(contract.id()).snapshot(stage.snapshot()))),
        stage.report(),
        stage.files(),
        stage.quarantine(),
        stage.tombstones(),
        List.of(),
        folder.path(),
        start);
  }

  private Staged make(PlannedRun run, StagingFolder folder) {
    Instant start = Instant.now();
    Contract contract = run.contract();
    Optional<Long> base = lake.openBranch(contract.id(), run.id().branch());
    PinnedInputs inputs = new PinnedInputs(lake, contract, run.inputs(), base);
    Outputs outputs =
        Jobs.create(
                contract.making().transformation().orElseThrow(), contract.making().parameters())
            .run(
                inputs,
                new RunContext(settings.asOf(), settings.pseudonymKey(), folder.checkpoint(lake)));
    RuleSet rules = RuleSet.of(contract);
    ObservedWrite observed = rules.observe(aligned(contract, outputs.rows()));
    Snapshot snapshot = write(run, observed.rows());
    long added = Long.parseLong(snapshot.summary().getOrDefault("added-records", "0"));
    refuseEmptyOverwrite(contract, added);
    Optional<ObservedMetrics> metrics = observed.metrics(added, METRICS_TIMEOUT);
    QualityReport report =
        rules.evaluate(
            rowsOfRun(run),
            lake.readBranch(contract.id(), run.id().branch()),
            references(inputs),
            metrics);
    return new Staged(
        run,
        base,
        snapshot.snapshotId(),
        history.nextSequence(contract.id()),
        RunCounts.ofRows(
            added, Lake.rows(lake.table(contract.id()).snapshot(snapshot.snapshotId()))),
        report,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        outputs.models(),
        folder.path(),
        start);
  }

  private Snapshot write(PlannedRun run, Dataset<Row> rows) {
    ProductId product = run.contract().id();
    String branch = run.id().branch();
    Snapshot snapshot =
        run.contract().change().writeMode() == WriteMode.OVERWRITE_PARTITIONS
            ? lake.overwriteWhere(product, branch, rows, thisAsOf(), summary(run))
            : lake.overwrite(product, branch, rows, summary(run));
    boolean written = run.id().id().equals(snapshot.summary().get(RunSummary.RUN_ID));
    return written ? snapshot : lake.touch(product, branch, summary(run));
  }

  private org.apache.spark.sql.Column thisAsOf() {
    return col("as_of").equalTo(lit(Timestamp.from(settings.asOf())));
  }

  private Dataset<Row> rowsOfRun(PlannedRun run) {
    Dataset<Row> branch = lake.readBranch(run.contract().id(), run.id().branch());
    return run.contract().change().writeMode() == WriteMode.OVERWRITE_PARTITIONS
        ? branch.filter(thisAsOf())
        : branch;
  }

  private static void refuseEmptyOverwrite(Contract contract, long added) {
    if (added == 0 && !contract.change().mayBeEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONTRACT,
          "Cannot publish "
              + contract.id()
              + ": its transformation gave no rows and its contract does not say mayBeEmpty; look at"
              + " its inputs");
    }
  }

  /** References of DQDL rules: an input domain.product is named domain_product there. */
  private static Map<String, Dataset<Row>> references(PinnedInputs inputs) {
    Map<String, Dataset<Row>> references = new HashMap<>();
    inputs
        .snapshots()
        .keySet()
        .forEach(p -> references.put(p.domain() + "_" + p.name(), inputs.table(p)));
    return references;
  }

  /** The columns of the contract in its order; anything else is a bug of the transformation. */
  private static Dataset<Row> aligned(Contract contract, Dataset<Row> rows) {
    StructType expected = contract.schema();
    StructType actual = rows.schema();
    for (StructField field : expected.fields()) {
      boolean there = List.of(actual.fieldNames()).contains(field.name());
      if (!there || !actual.apply(field.name()).dataType().sameType(field.dataType())) {
        throw new JetbridgeException(
            FailureKind.INTERNAL,
            "Cannot stage "
                + contract.id()
                + ": column "
                + field.name()
                + " is "
                + (there ? actual.apply(field.name()).dataType().simpleString() : "missing")
                + ", its contract says "
                + field.dataType().simpleString());
      }
    }
    if (actual.length() != expected.length()) {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot stage "
              + contract.id()
              + ": its transformation gives "
              + actual.length()
              + " columns, its contract has "
              + expected.length());
    }
    return rows.select(
        contract.columns().stream()
            .map(Column::name)
            .map(org.apache.spark.sql.functions::col)
            .toArray(org.apache.spark.sql.Column[]::new));
  }
}
