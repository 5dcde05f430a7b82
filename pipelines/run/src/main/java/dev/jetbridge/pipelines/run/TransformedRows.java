package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.ChangeKey;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.compile.CompiledProduct;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.MeasuredWrite;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.RunCounts;
import dev.jetbridge.pipelines.session.SparkFailures;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.registry.ProvenanceColumns;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Brings the rows that a transformation makes onto the branch of an attempt and audits them. */
record TransformedRows(
    Lake lake,
    Operations operations,
    RunHistory history,
    RunSettings settings,
    Function<Contract, CompiledProduct> products,
    AsKnown known) {
  /**
   * What was written.
   *
   * @param added rows that are new or other than before
   * @param versions what the rows of the table no longer are
   */
  record Written(
      long snapshot,
      long added,
      QualityReport report,
      Optional<Dataset<Row>> tombstones,
      Optional<Dataset<Row>> versions) {}

  Staged stage(Staging attempt) {
    PlannedRun run = attempt.run();
    Contract contract = run.contract();
    lake.openBranch(contract.id(), attempt.branch(), run.base());
    CompiledProduct compiled = products.apply(contract);
    String transformation = contract.derivation().transformation().orElseThrow();
    GroupStaging.Made made;
    Written written;
    try {
      made = attempt.group().outputs(transformation, () -> make(attempt, compiled));
      Dataset<Row> rows =
          Agreement.of(
              contract,
              made.outputs().rowsOf(contract.id(), attempt.group().madeTogether(contract)));
      // Rows are computed while they are written.
      WriteMode mode = contract.change().writeMode();
      written =
          mode == WriteMode.MERGE || mode == WriteMode.APPEND
              ? new MergedRows(lake, settings, attempt, compiled)
                  .write(rows, made.changes(), inputs(attempt, made.changes()).references())
              : replace(attempt, compiled, rows);
    } catch (Throwable e) {
      if (!SparkFailures.isSurvivable(e)) {
        throw e;
      }
      throw new TransformationFailed(transformation, e);
    }
    long tableRows = attempt.tableRows(written.snapshot());
    return new Staged(
        run,
        attempt.branch(),
        written.snapshot(),
        attempt.sequence(),
        RunCounts.ofRows(written.added(), tableRows),
        written.report(),
        List.of(),
        Optional.empty(),
        written.tombstones(),
        written.versions(),
        made.models(),
        List.of(),
        attempt.folder().path(),
        attempt.start());
  }

  private GroupStaging.Run make(Staging attempt, CompiledProduct compiled) {
    Optional<Dataset<Row>> changes = changes(attempt);
    return new GroupStaging.Run(
        compiled.job().run(inputs(attempt, changes), attempt.context()), changes);
  }

  private PinnedInputs inputs(Staging attempt, Optional<Dataset<Row>> changes) {
    PlannedRun run = attempt.run();
    Map<ProductId, Long> before = attempt.group().previous(run);
    return new PinnedInputs(
        known,
        run.contract(),
        run.inputs(),
        output -> Optional.ofNullable(before.get(output)).map(s -> known.before(output, s)),
        changes);
  }

  /** The values of the change key that are made anew; empty when the product is made whole. */
  private Optional<Dataset<Row>> changes(Staging attempt) {
    Optional<ChangeKey> key = attempt.contract().derivation().changeKey();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    ChangesSince since =
        ChangesSince.of(
            lake, attempt.group().outputsWith(attempt.contract()), attempt.run(), attempt.group());
    if (since.whole().isPresent()) {
      return Optional.empty();
    }
    Dataset<Row> changed =
        new ChangedKeys(lake, operations, history::knows, key.get(), attempt.run().inputs())
            .of(since.followed())
            .orElseGet(() -> none(attempt.contract(), key.get()));
    return Optional.of(lake.kept(changed, attempt.folder().path() + "/changed-keys"));
  }

  private Dataset<Row> none(Contract contract, ChangeKey key) {
    return lake.spark()
        .createDataFrame(List.of(), contract.schema())
        .select(
            key.columns().stream().map(c -> col(c)).toArray(org.apache.spark.sql.Column[]::new));
  }

  private Written replace(Staging attempt, CompiledProduct compiled, Dataset<Row> rows) {
    Contract contract = attempt.contract();
    Optional<Dataset<Row>> before =
        attempt.run().base().map(base -> lake.read(contract.id(), base));
    boolean tracked = contract.change().tracked();
    RowDifference difference = new RowDifference(contract, settings.pseudonymKey());
    Dataset<Row> numbered =
        tracked
            ? difference.keepingChangedIn(
                rows, before.filter(b -> !attempt.isRebuild()), attempt.sequence())
            : rows;
    MeasuredWrite.Measured measured =
        new MeasuredWrite(compiled.rules()).write(numbered, r -> write(attempt, r));
    Snapshot snapshot = measured.snapshot();
    long added = Long.parseLong(snapshot.summary().getOrDefault("added-records", "0"));
    MergedRows.refuseEmpty(contract, added);
    QualityReport report =
        compiled
            .rules()
            .evaluate(
                rowsOfRun(attempt),
                attempt.rowsOfBranch(),
                inputs(attempt, Optional.empty()).references(),
                measured.metrics());
    return new Written(
        snapshot.snapshotId(),
        added,
        report,
        before.filter(b -> tracked).map(b -> difference.gone(b, attempt.rowsOfBranch())),
        before.filter(b -> attempt.keepsVersions()).map(b -> replaced(attempt, difference, b)));
  }

  private Dataset<Row> replaced(Staging attempt, RowDifference difference, Dataset<Row> before) {
    ReplacedVersions versions = new ReplacedVersions(attempt.contract(), attempt.sequence());
    Dataset<Row> now = attempt.rowsOfBranch();
    Dataset<Row> changed =
        now.filter(col(ProvenanceColumns.CHANGED_IN).equalTo(attempt.sequence()));
    return versions.of(
        before,
        versions
            .keys(changed, lit(false))
            .unionByName(versions.keys(difference.goneRows(before, now), lit(true))));
  }

  private Snapshot write(Staging attempt, Dataset<Row> rows) {
    Map<String, String> summary = attempt.summary();
    Snapshot snapshot =
        attempt.contract().change().writeMode() == WriteMode.OVERWRITE_PARTITIONS
            ? lake.overwriteWhere(attempt.product(), attempt.branch(), rows, thisAsOf(), summary)
            : lake.overwrite(attempt.product(), attempt.branch(), rows, summary);
    boolean written = attempt.run().id().id().equals(snapshot.summary().get(RunSummary.RUN_ID));
    return written ? snapshot : lake.touch(attempt.product(), attempt.branch(), summary);
  }

  private org.apache.spark.sql.Column thisAsOf() {
    return col("as_of").equalTo(lit(Timestamp.from(settings.asOf())));
  }

  private Dataset<Row> rowsOfRun(Staging attempt) {
    Dataset<Row> branch = attempt.rowsOfBranch();
    return attempt.contract().change().writeMode() == WriteMode.OVERWRITE_PARTITIONS
        ? branch.filter(thisAsOf())
        : branch;
  }
}
