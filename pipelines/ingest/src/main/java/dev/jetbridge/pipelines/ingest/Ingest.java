package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.format.SourceColumns;
import dev.jetbridge.pipelines.ingest.rows.PackedRows;
import dev.jetbridge.pipelines.ingest.rows.RowSteps;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.operations.Field;
import dev.jetbridge.pipelines.operations.QuarantineColumns;
import dev.jetbridge.pipelines.operations.RecordCounts;
import dev.jetbridge.pipelines.operations.TombstoneColumns;
import dev.jetbridge.pipelines.session.SparkFailures;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.registry.ProvenanceColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Brings files of a source-aligned product onto an audit branch of its table. Every record of every
 * file ends as loaded, superseded, duplicate, quarantined or suppressed, and the counts are checked
 * against the byte pass before anything is published.
 */
public final class Ingest {
  /** Bytes from which a first load is taken for free of duplicates until it proves otherwise. */
  private static final long BULK = 64L << 20;

  private final Lake lake;
  private final Contract contract;
  private final RuleSet rules;
  private final FormatReader format;
  private final RawReader reader;
  private final RowParse parse;
  private final Retyped retyped;
  private final FileFaults faults;

  /**
   * @param format reads the files of the product
   */
  public Ingest(Lake lake, Contract contract, RuleSet rules, FormatReader format) {
    this.lake = lake;
    this.contract = contract;
    this.rules = rules;
    this.format = format;
    SourceColumns columns = SourceColumns.of(contract);
    this.reader = new RawReader(lake.spark(), format, columns);
    this.parse = new RowParse(contract, format);
    this.retyped = new Retyped(columns, format);
    this.faults = new FileFaults(reader, parse, this::again);
  }

  /**
   * One attempt to stage.
   *
   * @param branch where to stage
   * @param base the snapshot to stage on; empty before the first publication
   * @param fromZero whether the rows of the files replace those of the table
   * @param folder for intermediate rows; the caller empties it
   * @param sequence number of the run, written to changed_in
   * @param tombstones deletes that hold: key_hash, order_value
   * @param rejected what to take again of files that were dealt with; empty for new files
   * @param mended records that somebody mended: file_hash, record_number, values; empty for none
   * @param suppressed whose records are left out
   * @param history the files that were taken so far
   * @param summary properties of the snapshot
   */
  public record Attempt(
      String branch,
      Optional<Long> base,
      boolean fromZero,
      String folder,
      long sequence,
      Secret pseudonymKey,
      Dataset<Row> tombstones,
      Optional<Rejected> rejected,
      Optional<Dataset<Row>> mended,
      SuppressedPeople suppressed,
      FileHistory history,
      Map<String, String> summary) {
    public Attempt {
      summary = Map.copyOf(summary);
    }

    /** Whether the rows are compared with those of a table. */
    boolean onRows() {
      return base.isPresent() && !fromZero;
    }

    /** The same with another folder for intermediate rows. */
    Attempt again(String why) {
      return new Attempt(
          branch,
          base,
          fromZero,
          folder + "/" + why,
          sequence,
          pseudonymKey,
          tombstones,
          rejected,
          mended,
          suppressed,
          history,
          summary);
    }
  }

  /**
   * Stages and audits the files.
   *
   * @throws JetbridgeException CONTRACT when nothing would be left of the table
   */
  public IngestStage stage(List<LandedFile> files, Attempt attempt) {
    return suited(files).stageChecked(check(files), attempt);
  }

  /** The same for rows as many and as wide as these. */
  private Ingest suited(List<LandedFile> files) {
    long bytes = files.stream().mapToLong(LandedFile::bytes).sum();
    return contract.columns().size() < RowSteps.WIDE || bytes > RowSteps.FEW
        ? this
        : new Ingest(lake.forWideRows(), contract, rules, format);
  }

  IngestStage stageChecked(List<FileCheck> judged, Attempt attempt) {
    return stageChecked(judged, attempt, new FileVersions(contract, attempt.history()));
  }

  /** Stages the files that passed; one whose records do not add up is refused, the others go on. */
  private IngestStage stageChecked(List<FileCheck> judged, Attempt attempt, FileVersions versions) {
    List<FileCheck> checks = judged;
    if (attempt.rejected().isPresent()) {
      // A file whose rows are in the table is not refused afterwards: it stays as it is.
      Set<String> known = known(attempt);
      checks =
          checks.stream().filter(c -> !c.refused() || !known.contains(c.file().hash())).toList();
    }
    try {
      return stageOnce(checks, attempt, versions);
    } catch (Unaccounted e) {
      return stageChecked(e.among(checks), attempt.again("accounted"), versions);
    } catch (Throwable e) {
      return stageChecked(
          withoutFaulty(checks, known(attempt), e), attempt.again("readable"), versions);
    }
  }

  /** Without the files that made it fail; when there is none it fails as it did. */
  private List<FileCheck> withoutFaulty(
      List<FileCheck> checks, Set<String> known, Throwable failure) {
    List<FileCheck> kept = FileFaults.maybe(failure) ? faults.refuse(checks, known) : checks;
    if (kept.equals(checks)) {
      throw SparkFailures.unchecked(failure);
    }
    return kept;
  }

  private static Set<String> known(Attempt attempt) {
    return attempt.rejected().map(r -> r.accounts().keySet()).orElse(Set.of());
  }

  /** Once; and again without the new files of which most records fail the type of one column. */
  private IngestStage stageOnce(List<FileCheck> checks, Attempt attempt, FileVersions versions) {
    IngestStage stage = stageAll(versions.decide(checks, attempt.fromZero()), attempt);
    List<FileCheck> kept = withoutRetyped(checks, stage, attempt);
    return kept.equals(checks) ? stage : stageOnce(kept, attempt.again("typed"), versions);
  }

  private List<FileCheck> withoutRetyped(
      List<FileCheck> checks, IngestStage stage, Attempt attempt) {
    Set<String> known = known(attempt);
    boolean suspicious =
        stage.files().stream()
            .filter(f -> !known.contains(f.file().hash()))
            .anyMatch(f -> Retyped.isMost(f.whole().quarantined(), f.whole().records()));
    if (!suspicious) {
      return checks;
    }
    List<Row> counts =
        reasons(stage.quarantine().orElseThrow()).collectAsList().stream()
            .filter(row -> !known.contains(row.getString(0)))
            .toList();
    return retyped.refuse(checks, counts);
  }

  /** How many rows of a file were rejected for each reason. */
  private static Dataset<Row> reasons(Dataset<Row> rejects) {
    return rejects
        .groupBy(
            Field.columns(
                QuarantineColumns.FILE_HASH,
                QuarantineColumns.COLUMN_NAME,
                QuarantineColumns.RULE,
                QuarantineColumns.REASON))
        .count();
  }

  private IngestStage stageAll(FileVersions.Decision decision, Attempt attempt) {
    List<FileCheck> checks = decision.checks();
    Batch batch =
        new Batch(
            reader,
            parse,
            checks.stream().filter(c -> !c.refused()).toList(),
            attempt.rejected(),
            attempt.mended().map(Batch.Mended::of),
            attempt.suppressed());
    lake.openBranch(contract.id(), attempt.branch(), attempt.base());
    if (!batch.files().isEmpty() && mayAppend(batch, attempt)) {
      Optional<IngestStage> appended = append(decision, batch, attempt);
      if (appended.isPresent()) {
        return appended.get().with(decision.accounts());
      }
      lake.openBranch(contract.id(), attempt.branch(), attempt.base());
    }
    return change(checks, batch, attempt).with(decision.accounts());
  }

  /** Judges the bytes of the files, distributed. */
  List<FileCheck> check(List<LandedFile> files) {
    FormatReader plain = format;
    boolean knowsContent = contract.key().isEmpty();
    int slices =
        Math.max(1, Math.min(files.size(), 4 * lake.spark().sparkContext().defaultParallelism()));
    return new JavaSparkContext(lake.spark().sparkContext())
        .parallelize(files, slices)
        .map(file -> BytePass.check(file, plain, knowsContent))
        .collect();
  }

  private List<FileCheck> again(List<FileCheck> checks) {
    return check(checks.stream().map(FileCheck::file).toList());
  }

  /** What would become of files of which nothing came before, without writing anything. */
  public List<DryRun> dryRun(List<LandedFile> files) {
    return suited(files).dry(check(files), new FileVersions(contract, FileHistory.NONE)).runs();
  }

  /** What would become of files and of the table, without writing anything. */
  public Foreseen foresee(List<LandedFile> files, Before before) {
    return suited(files).foreseeHere(files, before);
  }

  private Foreseen foreseeHere(List<LandedFile> files, Before before) {
    NewFiles fresh = NewFiles.of(contract.id(), files, before);
    Dry dry = dry(check(fresh.files()), new FileVersions(contract, before.history()));
    List<FileCheck> readable = readable(dry.decision().checks());
    return new Foreseen(
        dry.runs(),
        fresh.passedOver(),
        readable.isEmpty()
            ? new QualityReport(List.of())
            : new ForeseenTable(contract, rules)
                .audited(
                    // Files that lie where their sender put them are not named by their hash.
                    PackedRows.of(contract)
                        .map(packed -> parse.acceptedOf(reader.locate(readable), packed))
                        .orElseGet(() -> parse.acceptedOf(reader.locate(readable))),
                    lake.mainSnapshot(contract.id()).map(main -> lake.read(contract.id(), main)),
                    dry.decision().replaced().stream().map(t -> t.file().hash()).toList(),
                    before));
  }

  /**
   * What a run would bring.
   *
   * @param files those that it would look at
   * @param passedOver those that it would not, by name, with the reason
   * @param report what the rules would say of the table; empty when no row would change
   */
  public record Foreseen(List<DryRun> files, Map<String, String> passedOver, QualityReport report) {
    public Foreseen {
      files = List.copyOf(files);
    }

    public long accepted() {
      return files.stream().mapToLong(DryRun::accepted).sum();
    }

    public long rejected() {
      return files.stream().mapToLong(DryRun::rejected).sum();
    }

    public boolean refusesEachFile() {
      return !files.isEmpty() && files.stream().allMatch(f -> f.refusal().isPresent());
    }

    /** Whether a run of these files would do nothing but refuse. */
    public boolean acceptsNothing() {
      long records = files.stream().mapToLong(DryRun::records).sum();
      return refusesEachFile() || (rejected() > 0 && rejected() == records);
    }
  }

  /** What is decided after all files were read, and what becomes of each. */
  private record Dry(FileVersions.Decision decision, List<DryRun> runs) {}

  private static List<FileCheck> readable(List<FileCheck> checks) {
    return checks.stream().filter(c -> !c.refused()).toList();
  }

  private Dry dry(List<FileCheck> checks, FileVersions versions) {
    FileVersions.Decision decision = versions.decide(checks, false);
    List<FileCheck> readable = readable(decision.checks());
    List<Row> counts = List.of();
    if (!readable.isEmpty()) {
      try {
        counts = reasons(parse.rejected(reader.locate(readable))).collectAsList();
      } catch (Throwable e) {
        return dry(withoutFaulty(checks, Set.of(), e), versions);
      }
      List<FileCheck> kept = retyped.refuse(checks, counts);
      if (!kept.equals(checks)) {
        return dry(kept, versions);
      }
    }
    Map<String, Map<String, Long>> reasons = new HashMap<>();
    counts.forEach(
        r ->
            reasons
                .computeIfAbsent(r.getString(0), k -> new TreeMap<>())
                .put(
                    (r.getString(1).isEmpty() ? "" : r.getString(1) + " ")
                        + r.getString(3)
                        + " ("
                        + r.getString(2)
                        + ")",
                    r.getLong(4)));
    List<DryRun> runs = new ArrayList<>();
    decision
        .checks()
        .forEach(
            check ->
                runs.add(DryRun.of(check, reasons.getOrDefault(check.file().hash(), Map.of()))));
    decision.settled().forEach(account -> runs.add(DryRun.of(account)));
    runs.sort(Comparator.comparing(DryRun::file));
    return new Dry(decision, runs);
  }

  /**
   * What would become of one file.
   *
   * @param rejects rows per reason
   * @param warning how it differs from its contract though it would be read
   * @param settled why nothing of it would be read though nothing is wrong with it
   */
  public record DryRun(
      String file,
      long records,
      Map<String, Long> rejects,
      Optional<String> refusal,
      Optional<String> warning,
      Optional<String> settled) {
    private static DryRun of(FileCheck check, Map<String, Long> rejects) {
      return new DryRun(
          check.file().name(),
          check.records(),
          rejects,
          Optional.ofNullable(check.refusal()).map(r -> r + ", " + check.place()),
          Optional.ofNullable(check.warning()),
          Optional.empty());
    }

    private static DryRun of(FileAccount account) {
      return new DryRun(
          account.file().name(),
          account.whole().records(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(account.reason()));
    }

    public long rejected() {
      return rejects.values().stream().mapToLong(Long::longValue).sum();
    }

    public long accepted() {
      return settled.isPresent() ? 0 : records - rejected();
    }
  }

  /**
   * A large first load has nothing to compare with: its rows are appended, and compared with each
   * other only when a key turns out to be there twice. A small one is cheaper to compare at once.
   */
  private boolean mayAppend(Batch batch, Attempt attempt) {
    if (contract.change().writeMode() == WriteMode.APPEND) {
      return true;
    }
    return !attempt.onRows() && contract.change().deleteMarker().isEmpty() && batch.bytes() >= BULK;
  }

  /**
   * Appends every accepted row; empty when a key came more than once, so that rows must be
   * compared.
   */
  private Optional<IngestStage> append(
      FileVersions.Decision decision, Batch batch, Attempt attempt) {
    List<FileCheck> checks = decision.checks();
    Dataset<Row> rows =
        batch.accepted().withColumn(ProvenanceColumns.CHANGED_IN, lit(attempt.sequence()));
    ChangeWriter writer = writer(attempt);
    writer.remove(decision.replaced().stream().map(t -> t.file().hash()).toList());
    ChangeWriter.Audited audited = writer.load(rows);
    if (audited.report().results().stream()
        .anyMatch(r -> r.rule().equals(RuleSet.KEY) && r.outcome() instanceof Outcome.Violated)) {
      return Optional.empty();
    }
    Map<String, Map<String, Long>> actions = new HashMap<>();
    writer
        .thisRun()
        .groupBy(ProvenanceColumns.SOURCE_FILE)
        .count()
        .collectAsList()
        .forEach(r -> actions.put(r.getString(0), Map.of("insert", r.getLong(1))));
    if (attempt.fromZero()) {
      refuseNothing(total(actions, "insert"), checks);
    }
    return Optional.of(account(checks, batch, actions, audited, attempt, Optional.empty()));
  }

  /** Compares each record with the others of its key, in the files and in the table. */
  private IngestStage change(List<FileCheck> checks, Batch batch, Attempt attempt) {
    if (batch.files().isEmpty()) {
      if (attempt.fromZero()) {
        refuseNothing(0, checks);
      }
      return account(checks, batch, Map.of(), writer(attempt).nothing(), attempt, Optional.empty());
    }
    Dataset<Row> decided =
        new KeyedChange(
                contract, attempt.pseudonymKey(), batch.bytes() < BULK, contract.change().history())
            .decide(
                compared(batch),
                attempt.base().filter(b -> attempt.onRows()).map(s -> lake.read(contract.id(), s)),
                contract
                    .change()
                    .deleteMarker()
                    .filter(m -> !attempt.fromZero())
                    .map(m -> attempt.tombstones()));
    Dataset<Row> changes = lake.kept(decided, attempt.folder() + "/changes");
    Map<String, Map<String, Long>> actions = new HashMap<>();
    long matched = 0;
    for (Row row :
        changes
            .groupBy(RawColumns.FILE, KeyedChange.ACTION, KeyedChange.MATCHED)
            .count()
            .collectAsList()) {
      actions
          .computeIfAbsent(row.getString(0), k -> new HashMap<>())
          .merge(row.getString(1), row.getLong(3), Long::sum);
      matched += row.getBoolean(2) ? row.getLong(3) : 0;
    }
    if (attempt.fromZero()) {
      refuseNothing(total(actions, "insert"), checks);
    }
    ChangeWriter.Audited audited = writer(attempt).apply(changes, amounts(actions, matched));
    Optional<Dataset<Row>> tombstones =
        total(actions, "delete") == 0
            ? Optional.empty()
            : Optional.of(
                changes
                    .filter(col(KeyedChange.ACTION).equalTo("delete"))
                    .select(
                        TombstoneColumns.of(
                            col(KeyedChange.KEY_HASH),
                            col(contract.change().orderColumn().orElseThrow()))));
    return account(checks, batch, actions, audited, attempt, tombstones)
        .withVersions(versions(changes, actions, matched, attempt));
  }

  private Optional<Dataset<Row>> versions(
      Dataset<Row> changes, Map<String, Map<String, Long>> actions, long matched, Attempt attempt) {
    boolean any = matched + total(actions, "delete") + total(actions, "superseded") > 0;
    if (!any || !contract.change().history()) {
      return Optional.empty();
    }
    return Optional.of(
        new ClosedVersions(contract, attempt.sequence())
            .of(changes, attempt.onRows() && attempt.base().isPresent()));
  }

  /** The accepted records; few of a wide product in one task: to exchange them takes steps. */
  private Dataset<Row> compared(Batch batch) {
    Optional<PackedRows> packed = PackedRows.of(contract);
    if (packed.isEmpty()) {
      return batch.accepted();
    }
    Dataset<Row> rows = batch.accepted(packed.get());
    return batch.bytes() < RowSteps.FEW ? rows.coalesce(1) : rows;
  }

  private ChangeWriter writer(Attempt attempt) {
    return new ChangeWriter(
        lake,
        contract,
        rules,
        new ChangeWriter.Target(
            attempt.branch(),
            attempt.base(),
            attempt.fromZero(),
            attempt.sequence(),
            attempt.summary(),
            rules.ofRows(),
            Map.of()));
  }

  private static ChangeWriter.Amounts amounts(
      Map<String, Map<String, Long>> actions, long matched) {
    return new ChangeWriter.Amounts(
        total(actions, "insert"), total(actions, "update"), total(actions, "delete"), matched);
  }

  /** A table made from zero of nothing would be an empty one: that is a mistake. */
  private void refuseNothing(long rows, List<FileCheck> checks) {
    if (rows == 0) {
      throw new JetbridgeException(
          FailureKind.CONTRACT,
          "Cannot rebuild "
              + contract.id()
              + " from scratch: none of the records of its "
              + checks.size()
              + " files is accepted; the table stays as it is");
    }
  }

  private IngestStage account(
      List<FileCheck> checks,
      Batch batch,
      Map<String, Map<String, Long>> actions,
      ChangeWriter.Audited audited,
      Attempt attempt,
      Optional<Dataset<Row>> tombstones) {
    List<FileCheck> withRejects =
        batch.files().stream()
            .filter(c -> batch.records(c) != total(actions.getOrDefault(c.file().hash(), Map.of())))
            .toList();
    Optional<Dataset<Row>> quarantine = Optional.empty();
    Map<String, Long> rejected = new HashMap<>();
    Map<String, Long> suppressed = new HashMap<>();
    if (!withRejects.isEmpty()) {
      suppressed = batch.suppressed(withRejects);
      Dataset<Row> pointers =
          lake.kept(batch.rejects(withRejects), attempt.folder() + "/quarantine");
      pointers
          .groupBy(QuarantineColumns.FILE_HASH.column())
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
              : accountOf(
                  check,
                  batch,
                  actions.getOrDefault(check.file().hash(), Map.of()),
                  rejected.getOrDefault(check.file().hash(), 0L),
                  suppressed.getOrDefault(check.file().hash(), 0L)));
    }
    Unaccounted.requireNone(accounts);
    return new IngestStage(
        audited.snapshot(),
        audited.report(),
        audited.profile(),
        accounts,
        quarantine,
        tombstones,
        Optional.empty());
  }

  private static FileAccount accountOf(
      FileCheck check, Batch batch, Map<String, Long> actions, long quarantined, long suppressed) {
    return batch.account(
        check,
        new RecordCounts(
            batch.records(check),
            actions.getOrDefault("insert", 0L)
                + actions.getOrDefault("update", 0L)
                + actions.getOrDefault("delete", 0L),
            actions.getOrDefault("superseded", 0L),
            actions.getOrDefault("duplicate", 0L),
            quarantined,
            suppressed));
  }

  private static long total(Map<String, Long> actions) {
    return actions.values().stream().mapToLong(Long::longValue).sum();
  }

  private static long total(Map<String, Map<String, Long>> actions, String name) {
    return actions.values().stream().mapToLong(m -> m.getOrDefault(name, 0L)).sum();
  }
}
