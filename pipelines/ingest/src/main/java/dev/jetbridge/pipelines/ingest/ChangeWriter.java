package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.ingest.rows.PackedRows;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.MeasuredWrite;
import dev.jetbridge.pipelines.lake.MeasuredWrite.Measured;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.quality.observation.ObservedMetrics;
import dev.jetbridge.quality.observation.RowProfile;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.registry.ProvenanceColumns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Brings decided changes onto a branch of a keyed table and audits it: those that files ask for,
 * and those by which the rows of a transformation differ from what is published.
 */
public final class ChangeWriter {
  /** What a change does: insert, update or delete; others do nothing. */
  public static final String ACTION = "_action";

  /** The {@link KeyHash} of what is deleted. */
  public static final String KEY_HASH = "_key_hash";

  /** Whether the table has a row of the key that an update or delete takes away. */
  public static final String MATCHED = "_matched";

  /** The row of the table that an update or delete takes away, where versions are kept. */
  static final String TAKEN_AWAY = "_taken_away";

  private static final String ADDED = "added-records";
  private static final String REMOVED = "added-position-deletes";

  /** The columns that were found unique when the snapshot was audited. */
  private static final String UNIQUE = "jetbridge.unique";

  /** Up to so many changed keys are sent to every worker, so that the table is not shuffled. */
  static final long BROADCAST = 2_000_000;

  private final Lake lake;
  private final Contract contract;
  private final RuleSet rules;
  private final Target attempt;
  private final Optional<PackedRows> packed;

  public ChangeWriter(Lake lake, Contract contract, RuleSet rules, Target target) {
    this.lake = lake;
    this.contract = contract;
    this.rules = rules;
    this.attempt = target;
    this.packed = contract.isSource() ? PackedRows.of(contract) : Optional.empty();
  }

  /**
   * Where changes go.
   *
   * @param branch where to stage
   * @param base the snapshot the branch was opened on; empty before the first publication
   * @param fromZero whether the rows replace those of the table
   * @param sequence number of the run, written to changed_in
   * @param summary properties of the snapshot
   * @param proven ids of rules that hold for every row, whatever is written
   * @param references the tables that rules name
   */
  public record Target(
      String branch,
      Optional<Long> base,
      boolean fromZero,
      long sequence,
      Map<String, String> summary,
      Set<String> proven,
      Map<String, Dataset<Row>> references) {
    public Target {
      summary = Map.copyOf(summary);
      proven = Set.copyOf(proven);
      references = Map.copyOf(references);
    }

    /** Whether the changes are to rows of a table. */
    boolean onRows() {
      return base.isPresent() && !fromZero;
    }
  }

  /** A branch that was written, what its rules say, and the figures of the rows written. */
  public record Audited(long snapshot, QualityReport report, List<RowProfile.Figure> profile) {
    /** A run without rows. */
    static Audited ofNothing(Snapshot snapshot) {
      return new Audited(snapshot.snapshotId(), new QualityReport(List.of()), List.of());
    }
  }

  /**
   * How many rows of each change there are.
   *
   * @param matched updates and deletes whose key the table has
   */
  public record Amounts(long inserts, long updates, long deletes, long matched) {
    public long total() {
      return inserts + updates + deletes;
    }
  }

  /** The rows that the run wrote. */
  Dataset<Row> thisRun() {
    return branch().filter(col(ProvenanceColumns.CHANGED_IN).equalTo(attempt.sequence()));
  }

  private Dataset<Row> branch() {
    return lake.readBranch(contract.id(), attempt.branch());
  }

  /** A run that changes no row. */
  Audited nothing() {
    Snapshot snapshot = lake.touch(contract.id(), attempt.branch(), summaryUnaudited());
    return Audited.ofNothing(snapshot);
  }

  /**
   * Takes the rows of files out of the branch, a step of the run that puts others in their place.
   */
  void remove(List<String> files) {
    if (files.isEmpty() || attempt.fromZero()) {
      return;
    }
    String hashes = files.stream().map(h -> "'" + h + "'").collect(Collectors.joining(", "));
    lake.merge(
        contract.id(),
        attempt.branch(),
        "DELETE FROM "
            + Lake.name(contract.id())
            + ".branch_"
            + attempt.branch()
            + " WHERE "
            + ProvenanceColumns.SOURCE_FILE
            + " IN ("
            + hashes
            + ")",
        Map.of());
  }

  /** Adds rows, or replaces those of the table by them when it is made from zero. */
  Audited load(Dataset<Row> rows) {
    return load(rows, added -> false);
  }

  /**
   * Adds or replaces.
   *
   * @param keyHolds whether the key is unique by the number of rows added, should it be unique in
   *     the table they are added to
   */
  private Audited load(Dataset<Row> rows, LongPredicate keyHolds) {
    Measured written = new MeasuredWrite(rules, attempt.proven()).write(rows, this::write);
    Snapshot snapshot = written.snapshot();
    long added = count(snapshot, ADDED);
    if (added == 0 && !attempt.fromZero() && Lake.rows(snapshot) == rowsBefore()) {
      // Every record was rejected: there are no rows that a rule could speak of.
      return nothing();
    }
    Optional<ObservedMetrics> metrics = written.metrics();
    List<RowProfile.Figure> profile =
        metrics.map(ObservedMetrics::profile).orElseGet(() -> profile(thisRun()));
    return audited(snapshot, metrics, profile, added > 0, keyHolds.test(added));
  }

  private long rowsBefore() {
    return attempt.base().map(b -> Lake.rows(lake.table(contract.id()).snapshot(b))).orElse(0L);
  }

  private Snapshot write(Dataset<Row> rows) {
    return attempt.fromZero()
        ? lake.overwrite(contract.id(), attempt.branch(), rows, summary())
        : lake.append(contract.id(), attempt.branch(), rows, summary());
  }

  private List<RowProfile.Figure> profile(Dataset<Row> rows) {
    return RowProfile.of(contract).measure(rows);
  }

  private Audited audited(
      Snapshot snapshot,
      Optional<ObservedMetrics> metrics,
      List<RowProfile.Figure> profile,
      boolean anyRow,
      boolean keyHolds) {
    // Of no row nothing is proven.
    Set<String> proven = new HashSet<>(anyRow ? attempt.proven() : Set.of());
    if (keyHolds && wasUnique()) {
      proven.add(RuleSet.KEY);
    }
    return new Audited(
        snapshot.snapshotId(),
        rules.evaluate(this::thisRun, this::branch, attempt.references(), metrics, proven),
        profile);
  }

  private static long count(Snapshot snapshot, String what) {
    return Long.parseLong(snapshot.summary().getOrDefault(what, "0"));
  }

  private Map<String, String> summary() {
    Map<String, String> summary = new HashMap<>(attempt.summary());
    summary.put(UNIQUE, key());
    return summary;
  }

  /** Of a snapshot that adds no row: the key is as unique as it was. */
  private Map<String, String> summaryUnaudited() {
    return wasUnique() ? summary() : attempt.summary();
  }

  private String key() {
    return contract.key().stream().map(Column::name).collect(Collectors.joining(","));
  }

  /**
   * Whether the key is unique in what rows are added to: in nothing, and in a published snapshot,
   * which has passed its rules, and the key is one of them.
   */
  private boolean wasUnique() {
    if (!attempt.onRows()) {
      return true;
    }
    return attempt
        .base()
        .map(base -> lake.table(contract.id()).snapshot(base).summary())
        .filter(summary -> key().equals(summary.get(UNIQUE)))
        .isPresent();
  }

  /** Applies changes with their {@code _action}; other actions change nothing. */
  public Audited apply(Dataset<Row> changes, Amounts amounts) {
    if (amounts.total() == 0) {
      return nothing();
    }
    Dataset<Row> effective =
        changes.withColumn(ProvenanceColumns.CHANGED_IN, lit(attempt.sequence()));
    Dataset<Row> inserts = inserts(effective);
    if (attempt.fromZero() || amounts.updates() + amounts.deletes() == 0) {
      // Each is the only one of its key in the files, and the table has none of it.
      return load(inserts, added -> added == amounts.inserts());
    }
    if (amounts.inserts() > 0) {
      // A step of the run, not the run: only the last snapshot says which run made it.
      lake.append(contract.id(), attempt.branch(), inserts, Map.of());
    }
    Snapshot snapshot = merge(effective, amounts);
    if (amounts.inserts() + amounts.updates() == 0) {
      // A run that only deletes has no rows that a rule could speak of.
      return Audited.ofNothing(snapshot);
    }
    // Of each key that was met one row was taken away, and at most one put in its place.
    boolean keyHolds =
        count(snapshot, REMOVED) == amounts.matched()
            && count(snapshot, ADDED) == amounts.updates();
    // A merge measures nothing; the changes are few files, the rows of the run lie in many.
    List<RowProfile.Figure> profile =
        profile(unpacked(effective.filter(col(ACTION).isin("insert", "update"))));
    return audited(snapshot, Optional.empty(), profile, true, keyHolds);
  }

  private Dataset<Row> inserts(Dataset<Row> effective) {
    Dataset<Row> rows = effective.filter(col(ACTION).equalTo("insert"));
    // With the very columns of the table: Spark would compare each of their names with each of its.
    return packed
        .map(p -> p.unpack(rows, branch().schema()))
        .orElseGet(() -> rows.drop(ACTION, KEY_HASH, MATCHED, TAKEN_AWAY));
  }

  /** Changes with the columns of the contract. */
  private Dataset<Row> unpacked(Dataset<Row> changes) {
    return packed
        .map(
            p ->
                p.unpack(
                    changes, ProvenanceColumns.SOURCE_FILE, ProvenanceColumns.CHANGED_IN, ACTION))
        .orElseGet(() -> changes.drop(TAKEN_AWAY));
  }

  /** Updates and deletes: what is inserted is there already, so the table need not be shuffled. */
  private Snapshot merge(Dataset<Row> effective, Amounts amounts) {
    String view = "changes_" + attempt.branch();
    Dataset<Row> matched = unpacked(effective.filter(col(ACTION).isin("update", "delete")));
    (amounts.total() <= BROADCAST ? matched.hint("broadcast") : matched)
        .createOrReplaceTempView(view);
    List<String> names = new ArrayList<>(contract.columns().stream().map(c -> c.name()).toList());
    if (contract.isSource()) {
      names.add(ProvenanceColumns.SOURCE_FILE);
    }
    names.add(ProvenanceColumns.CHANGED_IN);
    String match =
        contract.key().stream()
            .map(k -> "t.`" + k.name() + "` = s.`" + k.name() + "`")
            .collect(Collectors.joining(" AND "));
    String set =
        names.stream().map(n -> "t.`" + n + "` = s.`" + n + "`").collect(Collectors.joining(", "));
    String statement =
        "MERGE INTO "
            + Lake.name(contract.id())
            + ".branch_"
            + attempt.branch()
            + " t USING "
            + view
            + " s ON "
            + match
            + " WHEN MATCHED AND s._action = 'delete' THEN DELETE"
            + " WHEN MATCHED THEN UPDATE SET "
            + set;
    try {
      long before = lake.table(contract.id()).snapshot(attempt.branch()).snapshotId();
      Snapshot merged =
          lake.merge(
              contract.id(),
              attempt.branch(),
              statement,
              amounts.inserts() + amounts.updates() == 0 ? summaryUnaudited() : summary());
      // Deletes of keys that the table does not have leave no snapshot.
      return merged.snapshotId() == before
          ? lake.touch(contract.id(), attempt.branch(), summaryUnaudited())
          : merged;
    } finally {
      lake.spark().catalog().dropTempView(view);
    }
  }
}
