package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.quality.ObservedMetrics;
import dev.jetbridge.quality.ObservedWrite;
import dev.jetbridge.quality.Outcome;
import dev.jetbridge.quality.QualityReport;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.registry.ProvenanceColumns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.Snapshot;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Brings files of a source-aligned product onto an audit branch of its table. Every record of every
 * file ends as loaded, superseded, duplicate or quarantined, and the counts are checked against the
 * byte pass before anything is published.
 */
public final class Ingest {
  private static final Duration METRICS_TIMEOUT = Duration.ofSeconds(30);
  private static final String STAGED = "added-records";

  /** Bytes from which a first load is taken for free of duplicates until it proves otherwise. */
  private static final long BULK = 64L << 20;

  private final Lake lake;
  private final Contract contract;
  private final RuleSet rules;
  private final FileLayout layout;
  private final RawReader reader;
  private final RowParse parse;

  public Ingest(Lake lake, Contract contract, RuleSet rules) {
    this.lake = lake;
    this.contract = contract;
    this.rules = rules;
    this.layout = FileLayout.of(contract);
    this.reader = new RawReader(lake.spark(), layout);
    this.parse = new RowParse(contract, layout.csv());
  }

  /**
   * One attempt to stage.
   *
   * @param branch where to stage
   * @param folder for intermediate rows; the caller empties it
   * @param sequence number of the run, written to changed_in
   * @param tombstones deletes of published runs: key_hash, order_value
   * @param summary properties of the snapshot
   */
  public record Attempt(
      String branch,
      String folder,
      long sequence,
      String pseudonymKey,
      Dataset<Row> tombstones,
      Map<String, String> summary) {
    public Attempt {
      summary = Map.copyOf(summary);
    }
  }

  /** Stages and audits the files. */
  public IngestStage stage(List<LandedFile> files, Attempt attempt) {
    List<FileCheck> checks = check(files);
    List<FileCheck> readable = checks.stream().filter(c -> !c.refused()).toList();
    Optional<Long> base = lake.openBranch(contract.id(), attempt.branch());
    Optional<IngestStage> appended =
        readable.isEmpty() || !mayAppend(base, readable)
            ? Optional.empty()
            : append(checks, readable, base, attempt);
    if (appended.isPresent()) {
      return appended.get();
    }
    return change(checks, readable, lake.openBranch(contract.id(), attempt.branch()), attempt);
  }

  /** Judges the bytes of the files, distributed. */
  List<FileCheck> check(List<LandedFile> files) {
    FileLayout plain = layout;
    int slices =
        Math.max(1, Math.min(files.size(), 4 * lake.spark().sparkContext().defaultParallelism()));
    return new JavaSparkContext(lake.spark().sparkContext())
        .parallelize(files, slices)
        .map(file -> BytePass.check(file, plain))
        .collect();
  }

  /** What would become of files, without writing anything. */
  public List<DryRun> dryRun(List<LandedFile> files) {
    List<DryRun> results = new ArrayList<>();
    List<FileCheck> checks = check(files);
    List<FileCheck> readable = checks.stream().filter(c -> !c.refused()).toList();
    Map<String, Map<String, Long>> reasons = new HashMap<>();
    if (!readable.isEmpty()) {
      parse
          .rejected(reader.locate(readable))
          .groupBy("file_hash", "column_name", "rule", "reason")
          .count()
          .collectAsList()
          .forEach(
              r ->
                  reasons
                      .computeIfAbsent(r.getString(0), k -> new java.util.TreeMap<>())
                      .put(
                          (r.getString(1).isEmpty() ? "" : r.getString(1) + " ")
                              + r.getString(3)
                              + " ("
                              + r.getString(2)
                              + ")",
                          r.getLong(4)));
    }
    for (FileCheck check : checks) {
      results.add(
          new DryRun(
              check.file().name(),
              check.records(),
              reasons.getOrDefault(check.file().hash(), Map.of()),
              Optional.ofNullable(check.refusal()).map(r -> r + ", " + check.place())));
    }
    return results;
  }

  /**
   * What would become of one file.
   *
   * @param rejects rows per reason
   */
  public record DryRun(
      String file, long records, Map<String, Long> rejects, Optional<String> refusal) {
    public long rejected() {
      return rejects.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * A large first load has nothing to compare with: its rows are appended, and compared with each
   * other only when a key turns out to be there twice. A small one is cheaper to compare at once.
   */
  private boolean mayAppend(Optional<Long> base, List<FileCheck> files) {
    if (contract.change().writeMode() == WriteMode.APPEND) {
      return true;
    }
    long bytes = files.stream().mapToLong(f -> f.file().bytes()).sum();
    return base.isEmpty() && contract.change().deleteMarker().isEmpty() && bytes >= BULK;
  }

  /**
   * Appends every accepted row; empty when a key came more than once, so that rows must be
   * compared.
   */
  private Optional<IngestStage> append(
      List<FileCheck> checks, List<FileCheck> readable, Optional<Long> base, Attempt attempt) {
    Dataset<Row> rows =
        parse
            .accepted(reader.read(readable))
            .withColumn(ProvenanceColumns.CHANGED_IN, lit(attempt.sequence()));
    Audited audited = appendAudited(rows, attempt);
    if (audited.report().results().stream()
        .anyMatch(r -> r.rule().equals("key") && r.outcome() instanceof Outcome.Violated)) {
      return Optional.empty();
    }
    Map<String, Map<String, Long>> actions = new HashMap<>();
    thisRun(attempt)
        .groupBy(ProvenanceColumns.SOURCE_FILE)
        .count()
        .collectAsList()
        .forEach(r -> actions.put(r.getString(0), Map.of("insert", r.getLong(1))));
    return Optional.of(
        account(checks, readable, actions, base, audited, attempt, Optional.empty()));
  }

  private record Audited(long snapshot, QualityReport report) {}

  private Audited appendAudited(Dataset<Row> rows, Attempt attempt) {
    ObservedWrite observed = rules.observe(rows);
    Snapshot snapshot =
        lake.append(contract.id(), attempt.branch(), observed.rows(), attempt.summary());
    Optional<ObservedMetrics> metrics =
        observed.metrics(
            Long.parseLong(snapshot.summary().getOrDefault(STAGED, "0")), METRICS_TIMEOUT);
    return new Audited(snapshot.snapshotId(), audit(attempt, metrics));
  }

  private QualityReport audit(Attempt attempt, Optional<ObservedMetrics> metrics) {
    Dataset<Row> table = lake.readBranch(contract.id(), attempt.branch());
    return rules.evaluate(thisRun(attempt), table, Map.of(), metrics);
  }

  private Dataset<Row> thisRun(Attempt attempt) {
    return lake.readBranch(contract.id(), attempt.branch())
        .filter(col(ProvenanceColumns.CHANGED_IN).equalTo(attempt.sequence()));
  }

  /** Compares each record with the others of its key, in the files and in the table. */
  private IngestStage change(
      List<FileCheck> checks, List<FileCheck> readable, Optional<Long> base, Attempt attempt) {
    if (readable.isEmpty()) {
      Snapshot snapshot = lake.touch(contract.id(), attempt.branch(), attempt.summary());
      Audited nothing = new Audited(snapshot.snapshotId(), new QualityReport(List.of()));
      return account(checks, readable, Map.of(), base, nothing, attempt, Optional.empty());
    }
    String staged = attempt.folder() + "/changes";
    new KeyedChange(contract, attempt.pseudonymKey())
        .decide(
            parse.accepted(reader.read(readable)),
            base.map(snapshot -> lake.read(contract.id(), snapshot)),
            contract.change().deleteMarker().map(m -> attempt.tombstones()))
        .write()
        .parquet(staged);
    Dataset<Row> changes = lake.spark().read().parquet(staged);
    Map<String, Map<String, Long>> actions = new HashMap<>();
    changes
        .groupBy(RawReader.FILE, KeyedChange.ACTION)
        .count()
        .collectAsList()
        .forEach(
            r ->
                actions
                    .computeIfAbsent(r.getString(0), k -> new HashMap<>())
                    .put(r.getString(1), r.getLong(2)));
    Audited audited = apply(changes, actions, attempt);
    Optional<Dataset<Row>> tombstones =
        total(actions, "delete") == 0
            ? Optional.empty()
            : Optional.of(
                changes
                    .filter(col(KeyedChange.ACTION).equalTo("delete"))
                    .select(
                        col(KeyedChange.KEY_HASH).as("key_hash"),
                        col(contract.change().orderColumn().orElseThrow())
                            .cast("string")
                            .as("order_value")));
    return account(checks, readable, actions, base, audited, attempt, tombstones);
  }

  private Audited apply(
      Dataset<Row> changes, Map<String, Map<String, Long>> actions, Attempt attempt) {
    Dataset<Row> effective =
        changes
            .filter(col(KeyedChange.ACTION).isin("insert", "update", "delete"))
            .withColumn(ProvenanceColumns.CHANGED_IN, lit(attempt.sequence()));
    if (total(actions, "insert", "update", "delete") == 0) {
      Snapshot snapshot = lake.touch(contract.id(), attempt.branch(), attempt.summary());
      return new Audited(snapshot.snapshotId(), new QualityReport(List.of()));
    }
    if (total(actions, "update", "delete") == 0) {
      return appendAudited(effective.drop(KeyedChange.ACTION, KeyedChange.KEY_HASH), attempt);
    }
    Snapshot snapshot = merge(effective, attempt);
    // A run that only deletes has no rows that a rule could speak of.
    QualityReport report =
        total(actions, "insert", "update") == 0
            ? new QualityReport(List.of())
            : audit(attempt, Optional.empty());
    return new Audited(snapshot.snapshotId(), report);
  }

  private Snapshot merge(Dataset<Row> effective, Attempt attempt) {
    String view = "changes_" + attempt.branch();
    effective.createOrReplaceTempView(view);
    List<String> names = new ArrayList<>(contract.columns().stream().map(c -> c.name()).toList());
    names.add(ProvenanceColumns.SOURCE_FILE);
    names.add(ProvenanceColumns.CHANGED_IN);
    String match =
        contract.key().stream()
            .map(k -> "t.`" + k.name() + "` = s.`" + k.name() + "`")
            .collect(Collectors.joining(" AND "));
    String set =
        names.stream().map(n -> "t.`" + n + "` = s.`" + n + "`").collect(Collectors.joining(", "));
    String columns = names.stream().map(n -> "`" + n + "`").collect(Collectors.joining(", "));
    String values = names.stream().map(n -> "s.`" + n + "`").collect(Collectors.joining(", "));
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
            + set
            + " WHEN NOT MATCHED AND s._action <> 'delete' THEN INSERT ("
            + columns
            + ") VALUES ("
            + values
            + ")";
    try {
      Snapshot base = lake.table(contract.id()).snapshot(attempt.branch());
      Snapshot merged = lake.merge(contract.id(), attempt.branch(), statement, attempt.summary());
      // Deletes of keys that the table does not have leave no snapshot.
      return merged.snapshotId() == base.snapshotId()
          ? lake.touch(contract.id(), attempt.branch(), attempt.summary())
          : merged;
    } finally {
      lake.spark().catalog().dropTempView(view);
    }
  }

  private IngestStage account(
      List<FileCheck> checks,
      List<FileCheck> readable,
      Map<String, Map<String, Long>> actions,
      Optional<Long> base,
      Audited audited,
      Attempt attempt,
      Optional<Dataset<Row>> tombstones) {
    List<FileCheck> withRejects =
        readable.stream()
            .filter(c -> c.records() != total(actions.getOrDefault(c.file().hash(), Map.of())))
            .toList();
    Optional<Dataset<Row>> quarantine = Optional.empty();
    Map<String, Long> rejected = new HashMap<>();
    if (!withRejects.isEmpty()) {
      String folder = attempt.folder() + "/quarantine";
      parse.rejected(reader.locate(withRejects)).write().parquet(folder);
      Dataset<Row> pointers = lake.spark().read().parquet(folder);
      pointers
          .groupBy("file_hash")
          .count()
          .collectAsList()
          .forEach(r -> rejected.put(r.getString(0), r.getLong(1)));
      quarantine = Optional.of(pointers);
    }
    List<FileAccount> accounts = new ArrayList<>();
    for (FileCheck check : checks) {
      accounts.add(
          check.refused()
              ? FileAccount.refused(check)
              : reconciled(
                  check,
                  actions.getOrDefault(check.file().hash(), Map.of()),
                  rejected.getOrDefault(check.file().hash(), 0L)));
    }
    return new IngestStage(
        base, audited.snapshot(), audited.report(), accounts, quarantine, tombstones);
  }

  private FileAccount reconciled(FileCheck check, Map<String, Long> actions, long quarantined) {
    long loaded =
        actions.getOrDefault("insert", 0L)
            + actions.getOrDefault("update", 0L)
            + actions.getOrDefault("delete", 0L);
    long superseded = actions.getOrDefault("superseded", 0L);
    long duplicates = actions.getOrDefault("duplicate", 0L);
    if (check.records() != loaded + superseded + duplicates + quarantined) {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot account for every record of "
              + check.file().name()
              + " in "
              + contract.id()
              + ": the byte pass counted "
              + check.records()
              + ", loaded "
              + loaded
              + " + superseded "
              + superseded
              + " + duplicates "
              + duplicates
              + " + quarantined "
              + quarantined
              + "; nothing was published");
    }
    return new FileAccount(
        check.file(), null, null, check.records(), loaded, superseded, duplicates, quarantined);
  }

  private static long total(Map<String, Long> actions) {
    return actions.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long total(Map<String, Map<String, Long>> actions, String... names) {
    return actions.values().stream()
        .mapToLong(
            byAction ->
                java.util.Arrays.stream(names).mapToLong(n -> byAction.getOrDefault(n, 0L)).sum())
        .sum();
  }
}
