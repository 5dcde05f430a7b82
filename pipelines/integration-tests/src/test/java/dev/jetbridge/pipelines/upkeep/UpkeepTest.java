package dev.jetbridge.pipelines.upkeep;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.Altered;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.NewRow;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunColumns;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.run.PlannedRun;
import dev.jetbridge.pipelines.run.Planner;
import dev.jetbridge.pipelines.run.RunHistory;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.storage.Removed;
import dev.jetbridge.registry.IcebergTables;
import dev.jetbridge.registry.ProvenanceColumns;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class UpkeepTest extends LakeTest {
  private static final String HEADER = "id,customer,amount,action,changed_at\n";

  @Test
  void aCompactionIsThePublicationWhoseRowsItHolds() {
    Contract contract = history("upkeep_compact", 5);
    Contract reader = reader("upkeep_compact");
    List<Row> rows = rows(contract);
    long published = lake().mainSnapshot(contract.id()).orElseThrow();
    String run = RunSummary.of(main(contract)).orElseThrow().runId();
    PlannedRun due = plan(reader);

    TableUpkeep done = maintain(contract, later(), false);

    assertThat(done.filesBefore()).isEqualTo(5);
    assertThat(done.filesAfter()).isEqualTo(1);
    assertThat(rows(contract)).isEqualTo(rows);
    assertThat(main(contract).snapshotId()).isNotEqualTo(published);
    assertThat(Lake.contentId(main(contract))).isEqualTo(published);
    assertThat(RunSummary.of(main(contract)).orElseThrow().runId()).isEqualTo(run);
    assertThat(lake().table(contract.id()).snapshot(published)).isNull();
    assertThat(lake().read(contract.id(), published).count()).isEqualTo(5);
    assertThat(plan(reader).id()).isEqualTo(due.id());
    assertThat(plan(reader).contents()).isEqualTo(due.contents());
  }

  @Test
  void runsGoOnAfterACompactionAsIfThereHadBeenNone() {
    Contract contract =
        history("upkeep_goes_on", 5, "{property: deleteMarker, value: {column: action, value: D}}");
    maintain(contract, later(), false);
    assertThat(run(contract, day(6)).status()).isEqualTo(RunStatus.UNCHANGED);
    assertThat(runs(contract)).hasSize(5);
    land(contract, "orders_9.csv", order(3, 9));
    land(contract, "orders_10.csv", HEADER + "2,Ann,1.00,D,2023-02-09T10:00:00Z\n");

    RunResult result = run(contract, day(9));

    assertThat(result.status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(rows(contract))
        .extracting(Row::toString)
        .containsExactly("[1,1.00]", "[3,9.00]", "[4,4.00]", "[5,5.00]");
    assertThat(summary(contract, "total-delete-files")).isNotEqualTo("0");

    TableUpkeep done =
        new TableRound(lake(), contract.id(), ages(later()), false)
            .tidy(0, UpkeepTest::rewriteAll, table -> Set.of());

    assertThat(done.filesAfter()).isEqualTo(1);
    assertThat(summary(contract, "total-delete-files")).isEqualTo("0");
    assertThat(rows(contract)).hasSize(4);
    land(contract, "orders_late.csv", order(2, 3));
    run(contract, day(20));
    // The tombstone still tells that the late record is older than the delete.
    assertThat(rows(contract)).hasSize(4);
  }

  @Test
  void aDryRunTellsWhatTheRealOneDoesAndChangesNothing() {
    Contract contract = history("upkeep_dry", 4);
    List<Long> runs = publications(contract);
    refuse(contract);
    String metadata = metadata(contract);
    long results = side(contract, OperationsTable.QUALITY_RESULTS);
    long metrics = side(contract, OperationsTable.METRICS);
    assertThat(maintain(contract, Instant.now(), false).expired()).isZero();
    assertThat(metadata(contract)).isEqualTo(metadata);
    operations().append(OperationsTable.FILES, List.of(file(contract, runs.get(0), "counts")));
    operations().append(OperationsTable.FILES, List.of(file(contract, 1L, "of nobody")));
    long files = side(contract, OperationsTable.FILES);

    TableUpkeep told = maintain(contract, later(), true);

    assertThat(metadata(contract)).isEqualTo(metadata);
    assertThat(side(contract, OperationsTable.QUALITY_RESULTS)).isEqualTo(results);
    assertThat(told.freed().bytes()).isPositive();
    TableUpkeep done = maintain(contract, later(), false);
    assertThat(done).isEqualTo(told);
    assertThat(done.branches()).hasSize(1);
    assertThat(lake().table(contract.id()).refs()).containsOnlyKeys("main");
    assertThat(publications(contract)).containsExactly(runs.get(2), runs.get(3));
    assertThat(done.rollback().orElseThrow().asOf()).isEqualTo(day(3));
    // Rows of a published run stay when its snapshot has expired.
    assertThat(done.rows()).isEqualTo(results + files + metrics - 1);
    assertThat(operations().published(OperationsTable.FILES, contract.id()).collectAsList())
        .extracting(r -> r.<String>getAs("file_name"))
        .containsExactly("counts");
    assertThat(side(contract, OperationsTable.FILES)).isEqualTo(1);
    assertThat(runs(contract)).anyMatch(r -> r.<String>getAs("status").equals("refused"));
  }

  @Test
  void expiresNothingThatIsYoungerThanTheContractSays() {
    Contract contract =
        history("upkeep_young", 3, "{property: maintenance, value: {snapshotsFor: 60 days}}");

    Set<Long> expired =
        new Expiry(ages(later()))
            .ofProduct(lake().table(contract.id()), contract.maintenance(), id -> true);

    assertThat(expired).isEmpty();
  }

  @Test
  void rowsOfARunThatGoesOnStay() {
    Contract contract = history("upkeep_running", 1);
    lake().openBranch(contract.id(), "audit_running");
    Snapshot staged =
        lake().append(contract.id(), "audit_running", rowOfDay(contract, 2), summary(2));
    operations()
        .append(OperationsTable.FILES, List.of(file(contract, staged.snapshotId(), "staged")));

    TableUpkeep done = maintain(contract, Instant.now(), false);

    assertThat(done.rows()).isZero();
    assertThat(side(contract, OperationsTable.FILES)).isEqualTo(1);
    assertThat(lake().table(contract.id()).refs()).containsKey("audit_running");
  }

  @Test
  void aBranchWithoutRowsGoesOnceItWasThereForLong() {
    Contract contract = history("upkeep_opened", 2);
    Instant published = Instant.ofEpochMilli(main(contract).timestampMillis());
    lake().openBranch(contract.id(), "audit_killed");
    Instant opened = Instant.now();

    assertThat(dropped(contract, published.plusMillis(20))).isEmpty();
    assertThat(dropped(contract, opened.plusMillis(2000))).containsExactly("audit_killed");
  }

  @Test
  void givesWayToARunThatPublishesDuringTheCompactionAndALaterOneStagesAgain() {
    Contract contract = history("upkeep_overtaken", 5);
    Table before = lake().table(contract.id());
    publish(contract, 6);
    Optional<Long> faster = lake().mainSnapshot(contract.id());

    Compaction.Rewritten rewritten = new Compaction(lake().spark(), false).publications(before);

    assertThat(rewritten.lost()).isTrue();
    assertThat(lake().mainSnapshot(contract.id())).isEqualTo(faster);
    assertThat(rows(contract)).hasSize(6);
    assertThat(dataFiles(contract)).hasSize(6);
    Optional<Long> base = lake().openBranch(contract.id(), "audit_slow");
    lake().append(contract.id(), "audit_slow", rowOfDay(contract, 7), summary(7));

    new Compaction(lake().spark(), false).publications(lake().table(contract.id()));

    assertThat(lake().fastForward(contract.id(), "audit_slow", base)).isFalse();
    assertThat(rows(contract)).hasSize(6);
  }

  @Test
  void theAgeOfASnapshotCountsFromWhenMainMovedOn() throws Exception {
    Contract contract = history("upkeep_moved_on", 1);
    Thread.sleep(300);
    publish(contract, 2);
    Table table = lake().table(contract.id());
    Duration keep = Duration.ofDays(1);
    Instant second = Instant.ofEpochMilli(main(contract).timestampMillis());
    long first = publications(contract).get(0);

    assertThat(table.snapshot(first).timestampMillis())
        .isLessThan(second.minusMillis(200).toEpochMilli());
    assertThat(expired(table, second.plus(keep).minusMillis(100), keep)).doesNotContain(first);
    assertThat(expired(table, second.plus(keep).plusMillis(5000), keep)).contains(first);
  }

  @Test
  void leavesAPublicationThatIsNotEnteredYetToRecovery() {
    Contract contract = history("upkeep_unentered", 4);
    List<Long> runs = publications(contract);

    Set<Long> expired =
        new Expiry(ages(later()))
            .ofProduct(
                lake().table(contract.id()), contract.maintenance(), id -> id != runs.get(0));

    assertThat(expired).contains(runs.get(1)).doesNotContain(runs.get(0), runs.get(2));
  }

  @Test
  void aRollbackReachesARunWhoseRowsOnlyACompactionHolds() {
    Contract contract = history("upkeep_rollback", 2);
    compact(contract.id());
    long compaction = main(contract).snapshotId();
    long second = publications(contract).get(1);
    publish(contract, 3);

    TableUpkeep done = maintain(contract, later(), false);

    assertThat(lake().table(contract.id()).snapshot(second)).isNull();
    assertThat(done.rollback().orElseThrow().asOf()).isEqualTo(day(2));
    lake().rollback(contract.id(), compaction);
    assertThat(rows(contract)).hasSize(2);
  }

  @Test
  void removesFilesThatNobodyKnowsOnceTheyAreOld() throws IOException {
    Contract contract = history("upkeep_orphans", 1);
    Path data = Path.of(lake().table(contract.id()).location(), "data");
    Path old = Files.writeString(data.resolve("old.parquet"), "left by a killed run");
    Path young = Files.writeString(data.resolve("young.parquet"), "of a run that goes on");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(10))));

    TableUpkeep told = maintain(contract, Instant.now(), true);
    assertThat(old).exists();
    TableUpkeep done = maintain(contract, Instant.now(), false);

    assertThat(old).doesNotExist();
    assertThat(young).exists();
    assertThat(done.freed()).isEqualTo(new Removed(1, 20)).isEqualTo(told.freed());
    assertThat(rows(contract)).hasSize(1);
  }

  @Test
  void theLeastAgeIsThatOfTheLongestRun() {
    Duration hour = Duration.ofHours(1);
    assertThat(Ages.of(later(), Ages.FLOOR, hour).safe()).isEqualTo(Duration.ofHours(24));
    Ages ages = Ages.of(AS_OF, Ages.FLOOR, Duration.ofHours(30));

    assertThat(ages.safe()).isEqualTo(Duration.ofHours(30));
    assertThat(ages.passed(AS_OF.minus(Duration.ofHours(29)), hour)).isFalse();
    assertThat(ages.passed(AS_OF.minus(Duration.ofHours(31)), hour)).isTrue();
  }

  @Test
  void stagingOfAKilledRunGoesWhenNobodyWritesThereAnyMore() throws IOException {
    Path staging = HOME.resolve("staging-of-killed");
    Path killed = Files.createDirectories(staging.resolve("shop.x-1/changes"));
    Files.writeString(killed.resolve("part-0.parquet"), "rows");
    StaleStaging young = new StaleStaging(ages(Instant.now()), false);
    StaleStaging told = new StaleStaging(ages(later()), true);
    StaleStaging done = new StaleStaging(ages(later()), false);

    assertThat(young.remove(staging.toString())).isEqualTo(Removed.NOTHING);
    assertThat(told.remove(staging.toString())).isEqualTo(new Removed(1, 4));
    assertThat(killed).exists();
    assertThat(done.remove(staging.toString())).isEqualTo(new Removed(1, 4));
    assertThat(staging).isEmptyDirectory();
    assertThat(done.remove(HOME.resolve("none").toString())).isEqualTo(Removed.NOTHING);
  }

  private static Ages ages(Instant now) {
    return new Ages(now, Ages.FLOOR);
  }

  private static List<String> dropped(Contract contract, Instant now) {
    Table table = lake().table(contract.id());
    return new AuditBranches(new Ages(now, Duration.ofMillis(1)))
        .drop(table, ((HasTableOperations) table).operations().current(), Duration.ZERO);
  }

  private static Set<Long> expired(Table table, Instant now, Duration keep) {
    return new Expiry(new Ages(now, Duration.ofMillis(1))).olderThan(table, keep);
  }

  private static Compaction.Rewritten rewriteAll(Table table) {
    table.updateProperties().set("write.target-file-size-bytes", "1000000").commit();
    return new Compaction(lake().spark(), false).publications(table);
  }

  /** One run a day, each with one new order, as published and entered as by the program. */
  private static Contract history(String name, int days, String... properties) {
    Contract contract = orders(name, properties);
    new IcebergTables(lake().catalog()).createOrEvolve(contract);
    List<NewRow> entries = new ArrayList<>();
    for (int day = 1; day <= days; day++) {
      entries.add(publish(contract, day));
    }
    operations().append(OperationsTable.RUNS, entries);
    return contract;
  }

  /** Publishes a run and returns its entry. */
  private static NewRow publish(Contract contract, int day) {
    Optional<Long> base = lake().openBranch(contract.id(), "audit_" + day);
    Snapshot snapshot =
        lake().append(contract.id(), "audit_" + day, rowOfDay(contract, day), summary(day));
    assertThat(lake().fastForward(contract.id(), "audit_" + day, base)).isTrue();
    return RunColumns.entry("run" + day, contract.id(), day(day), Operations.PUBLISHED)
        .with(RunKey.SNAPSHOT_ID, snapshot.snapshotId())
        .with(RunColumns.SEQUENCE, (long) day)
        .with(RunColumns.SECONDS, 1.0);
  }

  private static Map<String, String> summary(int day) {
    return new RunSummary("run" + day, day(day), "1.0.0", "test", "digest", day, "run")
        .properties();
  }

  private static Dataset<Row> rowOfDay(Contract contract, int day) {
    Row row =
        RowFactory.create(
            day,
            "Ann",
            new BigDecimal(day).setScale(2),
            "U",
            Timestamp.from(Instant.parse("2023-02-01T10:00:00Z").plus(Duration.ofDays(day - 1))),
            "file",
            (long) day);
    return lake()
        .spark()
        .createDataFrame(List.of(row), ProvenanceColumns.tableSchema(contract))
        .coalesce(1);
  }

  private static NewRow file(Contract contract, long snapshot, String name) {
    return new RunKey(snapshot, "run", contract.id())
        .row(OperationsTable.FILES)
        .with(FileColumns.FILE_NAME, name)
        .with(FileColumns.FILE_HASH, name);
  }

  private static Instant later() {
    return Instant.now().plus(Duration.ofDays(30));
  }

  private static Instant day(int day) {
    return AS_OF.plus(Duration.ofDays(day));
  }

  private static String order(int id, int day) {
    return HEADER + "%d,Ann,%d.00,U,2023-02-%02dT10:00:00Z%n".formatted(id, day, day);
  }

  /** One more run, which a rule refuses. */
  private static void refuse(Contract contract) {
    Contract strict = Altered.refusing(contract);
    land(strict, "orders_bad.csv", order(40, 20));
    assertThat(run(strict, day(30)).status()).isEqualTo(RunStatus.REFUSED);
  }

  /** A product made from orders; it is planned only. */
  private static Contract reader(String input) {
    return ContractLoader.parse(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop.reader_of_%1$s
        name: reader_of_%1$s
        domain: shop
        version: 1.0.0
        status: active
        schema:
          - name: reader_of_%1$s
            properties:
              - {name: id, logicalType: integer, primaryKey: true}
        customProperties:
          - {property: productKind, value: aggregate}
          - {property: inputs, value: [shop.%1$s]}
          - {property: transformation, value: shop.reader}
          - {property: writeMode, value: overwrite}
        """
            .formatted(input),
        "test");
  }

  private static TableUpkeep maintain(Contract contract, Instant now, boolean rehearsal) {
    UpkeepReport report = upkeep(now, rehearsal).some(List.of(contract));
    assertThat(report.failures()).isEmpty();
    assertThat(report.tables()).hasSize(1);
    return report.tables().get(0);
  }

  private static Upkeep upkeep(Instant now, boolean rehearsal) {
    return new Upkeep(
        lake(),
        operations(),
        new Upkeep.Options(now, Ages.FLOOR, rehearsal),
        new Upkeep.Places(DomainFolders.at(HOME.resolve("staging").toString()), List.of()),
        text -> {});
  }

  private static PlannedRun plan(Contract contract) {
    return new Planner(lake(), landing(), RunHistory.read(operations()), AS_OF).plan(contract);
  }

  private static Snapshot main(Contract contract) {
    return lake().table(contract.id()).currentSnapshot();
  }

  private static String summary(Contract contract, String property) {
    return main(contract).summary().get(property);
  }

  private static List<Row> rows(Contract contract) {
    return table(contract).select("id", "amount").orderBy("id").collectAsList();
  }

  private static List<Row> runs(Contract contract) {
    return operations()
        .read(OperationsTable.RUNS)
        .filter(col("product").equalTo(contract.id().toString()))
        .collectAsList();
  }

  private static long side(Contract contract, OperationsTable side) {
    return operations().read(side).filter(col("product").equalTo(contract.id().toString())).count();
  }

  private static List<Long> publications(Contract contract) {
    return StreamSupport.stream(lake().table(contract.id()).snapshots().spliterator(), false)
        .filter(s -> RunSummary.of(s).isPresent())
        .map(Snapshot::snapshotId)
        .toList();
  }

  private static String metadata(Contract contract) {
    return ((HasTableOperations) lake().table(contract.id()))
        .operations()
        .current()
        .metadataFileLocation();
  }

  private static List<Path> dataFiles(Contract contract) {
    try (var files = Files.walk(Path.of(lake().table(contract.id()).location(), "data"))) {
      return files.filter(f -> f.toString().endsWith(".parquet")).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
