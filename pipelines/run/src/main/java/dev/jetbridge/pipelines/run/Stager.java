package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.anomalies.Anomalies;
import dev.jetbridge.pipelines.anomalies.Baseline;
import dev.jetbridge.pipelines.anomalies.Figure;
import dev.jetbridge.pipelines.anomalies.JudgedFigure;
import dev.jetbridge.pipelines.compile.CompiledProduct;
import dev.jetbridge.pipelines.ingest.Ingest;
import dev.jetbridge.pipelines.ingest.IngestStage;
import dev.jetbridge.pipelines.ingest.MendedRecords;
import dev.jetbridge.pipelines.ingest.Rejected;
import dev.jetbridge.pipelines.ingest.SuppressedPeople;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.quality.report.QualityReport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Brings the rows of one run onto its branch and audits them. */
record Stager(
    Lake lake,
    Landing landing,
    Operations operations,
    RunHistory history,
    Function<Contract, CompiledProduct> products,
    AsKnown known,
    RunSettings settings) {
  /** Stages on a new branch at the snapshot that the run is planned on. */
  Staged stage(PlannedRun run, GroupStaging group) {
    Staging attempt =
        new Staging(lake, settings, run, group, history.nextSequence(run.contract().id()));
    try {
      return run.contract().isSource()
          ? ingest(attempt)
          : new TransformedRows(lake, operations, history, settings, products, known)
              .stage(attempt);
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

  private Staged ingest(Staging attempt) {
    PlannedRun run = attempt.run();
    Contract contract = run.contract();
    KeptVersions.refuseGap(lake, run);
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
                    attempt.sequence(),
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
        attempt.sequence(),
        stage.counts(attempt.tableRows(stage.snapshot())),
        report(run, stage).with(Anomalies.results(figures, anomalies(contract).severity())),
        stage.files(),
        stage.quarantine(),
        stage.tombstones(),
        stage.versions(),
        List.of(),
        figures,
        attempt.folder().path(),
        attempt.start());
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
}
