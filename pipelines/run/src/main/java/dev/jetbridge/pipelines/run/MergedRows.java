package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.compile.CompiledProduct;
import dev.jetbridge.pipelines.ingest.ChangeWriter;
import dev.jetbridge.pipelines.lake.Lake;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Brings the rows that a transformation makes into a table that is merged or appended to: only what
 * differs is written, of an appended table only what has a new key. Where the transformation
 * followed changes, its rows stand for the values of the change key that changed and no others.
 */
final class MergedRows {
  private final Lake lake;
  private final RunSettings settings;
  private final Staging attempt;
  private final CompiledProduct compiled;
  private final Contract contract;

  MergedRows(Lake lake, RunSettings settings, Staging attempt, CompiledProduct compiled) {
    this.lake = lake;
    this.settings = settings;
    this.attempt = attempt;
    this.compiled = compiled;
    this.contract = attempt.contract();
  }

  /**
   * Writes and audits.
   *
   * @param changes the values of the change key that the rows are for; empty for all
   */
  TransformedRows.Written write(
      Dataset<Row> made, Optional<Dataset<Row>> changes, Map<String, Dataset<Row>> references) {
    Dataset<Row> before =
        attempt
            .run()
            .base()
            .filter(base -> !attempt.isRebuild())
            .map(base -> lake.read(contract.id(), base))
            .orElseGet(() -> lake.spark().createDataFrame(List.of(), contract.schema()));
    Dataset<Row> decided =
        lake.kept(
            new RowDifference(contract, settings.pseudonymKey())
                .decide(
                    changes.map(c -> of(made, c)).orElse(made),
                    changes.map(c -> of(before, c)).orElse(before))
                .filter(wanted()),
            attempt.folder().path() + "/changes");
    refuseRepeatedKeys(decided);
    ChangeWriter.Amounts amounts = amounts(decided);
    ChangeWriter.Audited audited =
        new ChangeWriter(
                lake,
                contract,
                compiled.rules(),
                new ChangeWriter.Target(
                    attempt.branch(),
                    attempt.run().base(),
                    attempt.isRebuild(),
                    attempt.sequence(),
                    attempt.summary(),
                    Set.of(),
                    references))
            .apply(decided, amounts);
    refuseEmpty(contract, attempt.tableRows(audited.snapshot()));
    return new TransformedRows.Written(
        audited.snapshot(),
        amounts.inserts() + amounts.updates(),
        audited.report(),
        amounts.deletes() == 0 ? Optional.empty() : Optional.of(RowDifference.tombstones(decided)),
        attempt.keepsVersions() && amounts.matched() > 0
            ? Optional.of(replaced(before, decided))
            : Optional.empty());
  }

  private Dataset<Row> replaced(Dataset<Row> before, Dataset<Row> decided) {
    ReplacedVersions versions = new ReplacedVersions(contract, attempt.sequence());
    return versions.of(
        before,
        versions.keys(
            decided.filter(col(ChangeWriter.MATCHED)), col(ChangeWriter.ACTION).equalTo("delete")));
  }

  private org.apache.spark.sql.Column wanted() {
    return contract.change().writeMode() == WriteMode.APPEND
        ? col(ChangeWriter.ACTION).equalTo("insert")
        : col(ChangeWriter.ACTION).notEqual(RowDifference.SAME);
  }

  /** The rows with one of the values; a value may be null. */
  private static Dataset<Row> of(Dataset<Row> rows, Dataset<Row> changes) {
    org.apache.spark.sql.Column same =
        List.of(changes.columns()).stream()
            .map(c -> rows.col(c).eqNullSafe(changes.col(c)))
            .reduce(org.apache.spark.sql.Column::and)
            .orElseThrow();
    return rows.join(changes, same, "left_semi");
  }

  private static ChangeWriter.Amounts amounts(Dataset<Row> decided) {
    Map<String, Long> counts = new HashMap<>();
    decided
        .groupBy(ChangeWriter.ACTION)
        .count()
        .collectAsList()
        .forEach(r -> counts.put(r.getString(0), r.getLong(1)));
    long updates = counts.getOrDefault("update", 0L);
    long deletes = counts.getOrDefault("delete", 0L);
    return new ChangeWriter.Amounts(
        counts.getOrDefault("insert", 0L), updates, deletes, updates + deletes);
  }

  private void refuseRepeatedKeys(Dataset<Row> decided) {
    long repeated =
        decided
            .groupBy(
                contract.key().stream()
                    .map(Column::name)
                    .map(name -> col(name))
                    .toArray(org.apache.spark.sql.Column[]::new))
            .count()
            .filter(col("count").gt(1))
            .count();
    if (repeated > 0) {
      throw new JetbridgeException(
          FailureKind.CONTRACT,
          "Cannot stage "
              + contract.id()
              + ": its transformation gives "
              + repeated
              + (repeated == 1 ? " key" : " keys")
              + " more than once; correct its inputs or the transformation");
    }
  }

  /** Nobody wants to lose all rows by mistake. */
  static void refuseEmpty(Contract contract, long rows) {
    if (rows == 0 && !contract.change().mayBeEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONTRACT,
          "Cannot publish "
              + contract.id()
              + ": its transformation gave no rows and its contract does not say mayBeEmpty; look"
              + " at its inputs");
    }
  }
}
