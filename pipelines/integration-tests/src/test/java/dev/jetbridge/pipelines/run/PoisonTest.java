package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.registration.Jobs;
import dev.jetbridge.pipelines.Altered;
import dev.jetbridge.pipelines.AsInProduction;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.ingest.Before;
import dev.jetbridge.pipelines.ingest.Ingest;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.report.Report;
import dev.jetbridge.pipelines.report.ReportInputs;
import dev.jetbridge.pipelines.upkeep.Upkeep;
import dev.jetbridge.pipelines.upkeep.UpkeepReport;
import dev.jetbridge.pipelines.workspace.ReportFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.objects.Invoke;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.unsafe.types.UTF8String;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/**
 * Products of one run, most of them poisoned: each in its own way, in a file, in a contract or in
 * what lies in the warehouse. Every other one is published, each cause stands in the ledger and on
 * the page, and the next run says the same.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(AsInProduction.class)
class PoisonTest extends LakeTest {
  private static final String HEADER = "id,name,changed_at\n";
  private static final String GOOD = HEADER + "1,Ann,2023-01-01T10:00:00Z\n";
  private static final String MORE = HEADER + "1,Ann,2023-01-02T10:00:00Z\n";

  /** Products whose kind of poison another one has in the second run, too. */
  private static final Set<String> ONCE =
      Set.of("damaged_rows", "throwing_quality", "throws", "throws_checked", "too_few_columns");

  private Path folder;
  private Contracts contracts;
  private final Map<String, String> foreseen = new TreeMap<>();
  private Map<String, RunResult> first;
  private Map<String, RunResult> second;

  @BeforeAll
  void runTwice(@TempDir Path temporary) throws IOException {
    folder = temporary;
    registerDeepFunction();
    for (String name : List.of("lost_rows", "lost_table", "damaged_rows", "evolved", "files")) {
      contract(name, "integer", "", "");
      land(name, "day_1.csv", GOOD);
    }
    load();
    run(c -> true);
    Files.delete(dataFile("lost_rows"));
    Files.writeString(dataFile("damaged_rows"), "no Parquet");
    for (Path metadata : files("lost_table", "metadata", ".metadata.json")) {
      Files.delete(metadata);
    }
    for (String name : List.of("lost_rows", "lost_table", "damaged_rows", "evolved")) {
      land(name, "day_2.csv", MORE);
    }
    contract("evolved", "date", "", "");

    contract("good", "integer", "", "");
    land("good", "day_1.csv", GOOD);
    land("files", "day_2.csv", HEADER + row(2, "Bob"));
    land("files", "day_3.csv.gz", withHeaderSum(gzip(HEADER + row(3, "Cid")), 0));
    land("files", "day_4.csv", "#" + MORE);
    land("files", "day_5.csv.gz", withHeaderSum(gzip(MORE), 1));
    land("files", "day_6.csv", HEADER + row(6, "Fay"));
    Files.delete(Path.of(landing().files(id("files")).get(5).path()));
    contract("deep", "integer", "", "");
    land("deep", "day_1.csv", GOOD);
    land("deep", "day_2.csv", HEADER + row(2, "ab".repeat(50_000)) + row(4, "Dan"));
    land("deep", "day_3.csv", HEADER + row(3, "Cid"));
    contract("throwing_rule", "integer", "", rowRule("to_number(name, \\'999\\') > 5"));
    land("throwing_rule", "day_1.csv", HEADER + row(1, "7") + row(2, "SECRET") + row(3, "3"));
    contract("raising_rule", "integer", "", rowRule("to_number(name, \\'999\\') > 0"));
    land("raising_rule", "day_1.csv", GOOD);
    contract("bad_rule", "integer", custom("RowCont > 0"), "");
    land("bad_rule", "day_1.csv", GOOD);
    contract(
        "throwing_quality",
        "integer",
        custom("Completeness \\\"id\\\" > 0.5 where \\\"to_number(name, '999') > 0\\\""),
        "");
    land("throwing_quality", "day_1.csv", GOOD);
    contract("keyless", "integer", "", rowRule("id > 1000"));
    edit("keyless", "primaryKey: true, primaryKeyPosition: 1, ", "");
    edit("keyless", "  - {property: orderColumn, value: changed_at}\n", "");
    land("keyless", "day_1.csv", GOOD);
    contract("no_contract", "integer", "", "");
    edit("no_contract", "logicalType: integer,", "logicalType: integer, validValues: 7,");
    contract("no_yaml", "integer", "", "");
    edit("no_yaml", "team: {name: poison}", "team: {name: poison");
    land("no_yaml", "day_1.csv", GOOD);
    made("of_no_contract", "no_contract", "poison.copies");
    made("of_no_yaml", "no_yaml, poison.good", "poison.copies");
    made("of_blocked", "of_no_yaml", "poison.copies");
    made("copied", "files", "poison.copies");
    made("copied_again", "copied", "poison.copies");
    made("throws", "good", "poison.throws");
    made("throws_checked", "good", "poison.throws_checked");
    made("throws_on_a_row", "good", "poison.throws_on_a_row");
    made("too_few_columns", "good", "poison.keys");
    made("undeclared", "good", "poison.reads_more");
    contract("only_refused", "integer", "", "");
    land("only_refused", "day_1.csv", new byte[] {'i', 'd', (byte) 0xC3, 0x28});
    load();
    for (String name :
        List.of(
            "good",
            "files",
            "deep",
            "throwing_rule",
            "raising_rule",
            "throwing_quality",
            "keyless",
            "only_refused")) {
      foreseen.put(name, foreseen(poisoned(contracts.get(id(name)))));
    }
    first = run(c -> true);
    second = run(c -> !ONCE.contains(c.id().name()));
  }

  @Test
  void endsEachProductForItself() {
    assertThat(words(first))
        .containsEntry("good", "published")
        .containsEntry("files", "published")
        .containsEntry("deep", "published")
        .containsEntry("copied", "published")
        .containsEntry("copied_again", "published")
        .containsEntry("throws", "failed")
        .containsEntry("throws_checked", "failed")
        .containsEntry("throws_on_a_row", "failed")
        .containsEntry("too_few_columns", "failed")
        .containsEntry("undeclared", "failed")
        .containsEntry("throwing_rule", "published")
        .containsEntry("raising_rule", "nothing accepted")
        .containsEntry("keyless", "nothing accepted")
        .containsEntry("only_refused", "refused")
        .containsEntry("throwing_quality", "refused")
        .containsEntry("bad_rule", "failed")
        .containsEntry("evolved", "failed")
        .containsEntry("lost_rows", "failed")
        .containsEntry("damaged_rows", "failed")
        .containsEntry("lost_table", "failed")
        .containsEntry("of_no_contract", "blocked")
        .containsEntry("of_no_yaml", "blocked")
        .containsEntry("of_blocked", "blocked")
        .doesNotContainKeys("no_contract", "no_yaml");
  }

  @Test
  void entersAndShowsContractsThatDoNotLoad() {
    for (String name : List.of("no_contract", "no_yaml")) {
      RunLog log = new RunLog(operations());

      List<RunLog.Entry> runs = log.last(Optional.of(id(name)), 10);

      assertThat(runs).hasSize(2).allMatch(r -> r.status().equals("failed") && !r.well());
      assertThat(runs)
          .extracting(RunLog.Entry::message)
          .allMatch(m -> m.startsWith("Cannot load contracts: 1 fault in 1 file\n"));
      assertThat(runs.get(0).message()).contains(name + ".odcs.yaml");
    }
    assertThat(message("of_no_contract"))
        .isEqualTo("its input poison.no_contract has a faulty contract");
    assertThat(message("of_blocked"))
        .isEqualTo("its input poison.of_no_yaml failed or was refused");
  }

  @Test
  void foretellsHowEachEnds() {
    Map<String, String> ended = words(first);
    ended.keySet().retainAll(foreseen.keySet());

    assertThat(foreseen).isEqualTo(ended);
  }

  @Test
  void saysWhy() {
    assertThat(refusals("files"))
        .containsOnlyKeys("day_4.csv", "day_5.csv.gz", "day_6.csv")
        .containsEntry("day_5.csv.gz", "gzip: the checksum of the header is wrong, whole file")
        .containsEntry("day_6.csv", "missing: the file is no longer in landing, whole file");
    assertThat(message("files")).startsWith("3 of 5 files refused: day_4.csv (");
    assertThat(table(contracts.get(id("files"))).count()).isEqualTo(3);
    assertThat(message("raising_rule"))
        .startsWith("none of the 1 records was accepted, all are in quarantine: 1 because must be")
        .contains("row-rule:checked");
    assertThat(message("only_refused"))
        .startsWith("Cannot publish poison.only_refused: its only file was refused: day_1.csv (");
    assertThat(message("throwing_quality"))
        .startsWith("Cannot publish poison.throwing_quality: rule checked was not evaluated: ");
    assertThat(message("bad_rule")).contains("RowCont");
    assertThat(message("evolved")).contains("would break readers");
    assertThat(message("lost_rows"))
        .startsWith("Cannot make poison.lost_rows: a file of a table is missing (")
        .contains(".parquet)");
    assertThat(message("damaged_rows")).contains("a file of a table is damaged");
    assertThat(message("lost_table")).contains("table poison.lost_table: the catalog names a file");
  }

  @Test
  void saysWhichTransformationFailedAndNotOnWhat() {
    assertThat(message("throws"))
        .isEqualTo(
            "Cannot make poison.throws: its transformation poison.throws failed with"
                + " IllegalStateException (the log says where); correct its inputs or the"
                + " transformation and run again");
    assertThat(message("throws_checked"))
        .contains("poison.throws_checked failed with SparkException");
    assertThat(message("throws_on_a_row"))
        .contains("its transformation poison.throws_on_a_row failed with SparkException")
        .contains(", caused by ");
    assertThat(message("too_few_columns"))
        .endsWith("no column name, its contract says string; correct the one that is wrong");
    assertThat(message("undeclared"))
        .startsWith("Cannot read table poison.files for poison.undeclared: ")
        .endsWith("its contract names other inputs (poison.good); add it to them");
    for (String name : List.of("throws", "throws_checked", "throws_on_a_row")) {
      assertThat(first.get(name).failure()).contains(FailureKind.CONTRACT);
    }
  }

  /** The contract between the two does not load any more; the rows are where they are. */
  @Test
  void namesWhatARollbackLeavesThroughAContractThatDoesNotLoad() throws IOException {
    edit("copied", "team: {name: poison}", "team: {name: poison");
    Contracts now = ContractLoader.loadGood(List.of(folder.resolve("contracts")));
    String run = RunHistory.read(operations()).runsOf(id("files")).get(0).runId();

    Rollback.Plan plan = new Rollback(lake(), operations()).plan(now, now.get(id("files")), run);

    assertThat(plan.withdrawn()).hasSize(1);
    assertThat(plan.faulty()).containsExactly(id("copied"));
    assertThat(plan.affected()).extracting(Contract::id).containsExactly(id("copied_again"));
    // Who asks for one product gets it of what its inputs have published.
    assertThat(poisonRunner().run(plan.affected()).get(0).message())
        .isEqualTo("same inputs, same as-of");
  }

  @Test
  void maintainsTheOthers() {
    Upkeep upkeep =
        new Upkeep(
            lake(),
            operations(),
            new Upkeep.Options(Instant.now(), Duration.ofDays(1), false),
            new Upkeep.Places(DomainFolders.at(folder.resolve("staging").toString()), List.of()),
            table -> {});

    UpkeepReport report =
        upkeep.some(List.of(contracts.get(id("lost_table")), contracts.get(id("good"))));

    assertThat(report.tables()).hasSize(1);
    assertThat(report.failures())
        .singleElement()
        .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
        .startsWith("Cannot maintain poison.lost_table: a file of a table is missing (");
  }

  @Test
  void callsNothingABug() {
    assertThat(first.values())
        .flatExtracting(r -> r.failure().stream().toList())
        .doesNotContain(FailureKind.INTERNAL);
    assertThat(first.values()).extracting(RunResult::message).noneMatch(m -> m.contains("SECRET"));
  }

  @Test
  void quarantinesTheRecordsOnWhichARuleThrowsOrGoesTooDeep() {
    assertThat(
            operations()
                .published(OperationsTable.QUARANTINE, id("throwing_rule"))
                .orderBy("record_number")
                .collectAsList())
        .extracting(r -> r.getAs("record_number") + " " + r.getAs("rule") + " " + r.getAs("reason"))
        .containsExactly(
            "2 row-rule:checked must be a row on which this can be computed: to_number(name,"
                + " '999') > 5",
            "3 row-rule:checked must fulfil to_number(name, '999') > 5");
    assertThat(operations().published(OperationsTable.QUARANTINE, id("deep")).collectAsList())
        .extracting(r -> r.getAs("record_number") + " " + r.getAs("rule") + " " + r.getAs("reason"))
        .containsExactly(
            "1 row-rule:deep must be a row on which this can be computed: luhn_check(name)");
    assertThat(table(contracts.get(id("deep"))).count()).isEqualTo(3);
    for (String name : List.of("raising_rule", "keyless")) {
      assertThat(operations().published(OperationsTable.QUARANTINE, id(name)).count()).isEqualTo(1);
    }
  }

  @Test
  void entersEachCauseInTheLedger() {
    List<Row> failed =
        operations()
            .read(OperationsTable.RUNS)
            .filter(col("product").startsWith("poison.").and(col("status").notEqual("published")))
            .collectAsList();

    for (RunResult result : first.values()) {
      if (result.status() == RunStatus.FAILED || result.status() == RunStatus.REFUSED) {
        assertThat(failed)
            .filteredOn(r -> r.getAs("product").equals(result.contract().id().toString()))
            .extracting(r -> r.<String>getAs("message"))
            .contains(result.message());
      }
    }
    assertThat(
            operations()
                .read(OperationsTable.RUNS)
                .filter(col("product").equalTo("poison.files").and(col("refused_files").gt(0)))
                .first()
                .<String>getAs("message"))
        .startsWith("5 new files; 3 of 5 files refused: ");
  }

  @Test
  void saysTheSameInTheNextRun() {
    Map<String, String> expected = new TreeMap<>(words(first));
    expected.keySet().removeAll(ONCE);
    expected.replaceAll(
        (k, word) -> List.of("refused", "failed", "blocked").contains(word) ? word : "unchanged");

    assertThat(words(second)).isEqualTo(expected);
    for (String name :
        List.of(
            "only_refused",
            "bad_rule",
            "evolved",
            "lost_rows",
            "lost_table",
            "throws_on_a_row",
            "undeclared")) {
      assertThat(second.get(name).message()).isEqualTo(first.get(name).message());
    }
  }

  @Test
  void writesThePageWithEachCause() throws IOException {
    String page =
        Report.write(
            new ReportFolder(folder.resolve("report").toString()),
            new ReportInputs(
                lake(), operations(), contracts, List.copyOf(first.values()), AS_OF, c -> c));

    String text = Files.readString(Path.of(page));
    assertThat(text).contains("would break readers", "RowCont", "a file of a table is damaged");
    assertThat(text).contains("its only file was refused", "none of the 1 records was accepted");
    assertThat(text).contains("no_contract.odcs.yaml:", "no_yaml.odcs.yaml:", "is not YAML");
    assertThat(text).contains("jetbridge contracts lint");
    assertThat(text).doesNotContain("bug of Jetbridge", "SECRET");
  }

  private static Map<String, String> refusals(String name) {
    return operations()
        .published(OperationsTable.FILES, id(name))
        .filter(col("status").equalTo("refused"))
        .collectAsList()
        .stream()
        .collect(
            Collectors.toMap(
                r -> r.getAs("file_name"), r -> r.getAs("reason") + ", " + r.getAs("place")));
  }

  private static String foreseen(Contract contract) {
    Ingest.Foreseen run =
        ingest(contract).foresee(landing().files(contract.id()), Before.nothing());
    return run.refusesEachFile() || !run.report().publishable()
        ? "refused"
        : run.acceptsNothing() ? "nothing accepted" : "published";
  }

  private String message(String name) {
    return first.get(name).message();
  }

  private static Map<String, String> words(Map<String, RunResult> results) {
    return results.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().word()));
  }

  private Map<String, RunResult> run(Predicate<Contract> which) {
    List<List<Contract>> waves =
        contracts.waves().stream()
            .map(
                w ->
                    w.stream()
                        .filter(c -> c.id().domain().equals("poison"))
                        .filter(which)
                        .map(PoisonTest::poisoned)
                        .toList())
            .toList();
    Map<String, RunResult> results = new TreeMap<>();
    poisonRunner()
        .runWaves(waves, contracts.broken(), false)
        .forEach(r -> results.put(r.contract().id().name(), r));
    return results;
  }

  /** A function of Spark's own kind: around those of users it catches everything. */
  private static void registerDeepFunction() {
    Predicate<UTF8String> deep =
        (Predicate<UTF8String> & Serializable) text -> goesDeep(text.numBytes());
    lake()
        .spark()
        .sessionState()
        .functionRegistry()
        .createOrReplaceTempFunction(
            // In the place of a function that contracts may call and no other test does.
            "luhn_check",
            arguments ->
                new Invoke(
                    new Literal(deep, new ObjectType(Predicate.class)),
                    "test",
                    DataTypes.BooleanType,
                    arguments,
                    JavaConverters.asScalaBuffer(List.of()),
                    true,
                    false,
                    true),
            "built-in");
  }

  private static boolean goesDeep(int levels) {
    return levels == 0 || goesDeep(levels - 1);
  }

  private static Runner poisonRunner() {
    return new Runner(
        lake(),
        landing(),
        operations(),
        settings(AS_OF),
        RunListener.silent(),
        Compilers.with(PoisonTest::transformation));
  }

  private static Job transformation(String name, Map<String, Object> parameters) {
    return switch (name) {
      case "poison.copies" -> (inputs, run) -> copy(inputs, (String) parameters.get("of"));
      case "poison.keys" -> (inputs, run) -> Outputs.of(inputs.table(id("good")).select("id"));
      case "poison.reads_more" -> (inputs, run) -> copy(inputs, "files");
      case "poison.throws" ->
          (inputs, run) -> {
            throw new IllegalStateException("SECRET");
          };
      case "poison.throws_checked" ->
          (inputs, run) -> PoisonTest.<RuntimeException>thrown(new SparkException("SECRET"));
      case "poison.throws_on_a_row" ->
          (inputs, run) ->
              Outputs.of(
                  copy(inputs, "good")
                      .rows()
                      .withColumn("name", expr("concat(raise_error(concat('SECRET', name)), '')")));
      default -> Jobs.create(name, parameters);
    };
  }

  /** Spark throws checked exceptions that no signature names. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> Outputs thrown(Throwable failure) throws E {
    throw (E) failure;
  }

  private static Outputs copy(Inputs inputs, String name) {
    return Outputs.of(inputs.table(id(name)).select("id", "name", "changed_at"));
  }

  /** One has a rule that goes as deep as the value is long; lint refuses what is known to do so. */
  private static Contract poisoned(Contract contract) {
    if (!contract.id().equals(id("deep"))) {
      return contract;
    }
    return Altered.with(contract, new Contract.RowRule("deep", "luhn_check(name)"));
  }

  private void load() {
    contracts = ContractLoader.loadGood(List.of(folder.resolve("contracts")));
  }

  protected static ProductId id(String name) {
    return new ProductId("poison", name);
  }

  private void land(String product, String name, String content) {
    land(product, name, content.getBytes(StandardCharsets.UTF_8));
  }

  private void land(String product, String name, byte[] content) {
    landing()
        .take(
            id(product),
            name,
            "test",
            Instant.parse("2023-01-01T00:00:00Z"),
            () -> new java.io.ByteArrayInputStream(content));
  }

  private static String row(int id, String name) {
    return id + "," + name + ",2023-01-01T10:00:00Z\n";
  }

  private static Path dataFile(String name) throws IOException {
    return files(name, "data", ".parquet").get(0);
  }

  private static List<Path> files(String name, String kind, String ending) throws IOException {
    Path table = Path.of(lake().table(id(name)).location().replaceFirst("^file:", ""));
    try (Stream<Path> all = Files.walk(table.resolve(kind))) {
      return new ArrayList<>(all.filter(f -> f.toString().endsWith(ending)).toList());
    }
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** The same with a checksum of the header, which is off by some. */
  private static byte[] withHeaderSum(byte[] gzip, int off) {
    byte[] header = java.util.Arrays.copyOf(gzip, 10);
    header[3] = 2;
    CRC32 crc = new CRC32();
    crc.update(header);
    int sum = (int) (crc.getValue() & 0xffff) + off;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(header);
    bytes.write(sum);
    bytes.write(sum >> 8);
    bytes.write(gzip, 10, gzip.length - 10);
    return bytes.toByteArray();
  }

  private static String rowRule(String predicate) {
    return "  - {property: rowRules, value: [{name: checked, predicate: '%s'}]}\n"
        .formatted(predicate.replace("\\'", "''"));
  }

  private static String custom(String rule) {
    return "      - {type: custom, engine: awsGlueDQ, id: checked, implementation: \"%s\"}\n"
        .formatted(rule);
  }

  private void contract(String name, String type, String quality, String properties)
      throws IOException {
    Files.createDirectories(folder.resolve("contracts"));
    Files.writeString(
        folder.resolve("contracts").resolve(name + ".odcs.yaml"),
        CONTRACT.formatted(name, name, name, quality, type).replace("@", "") + properties);
  }

  private void edit(String name, String from, String to) throws IOException {
    Path file = folder.resolve("contracts").resolve(name + ".odcs.yaml");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  /** A product made from others. */
  private void made(String name, String inputs, String transformation) throws IOException {
    contract(
        name,
        "integer",
        "",
        "  - {property: transformation, value: %s}\n".formatted(transformation)
            + "  - {property: parameters, value: {of: %s}}\n".formatted(inputs.split(",", -1)[0])
            + "  - {property: writeMode, value: overwrite}\n"
            + "  - {property: inputs, value: [poison.%s]}\n".formatted(inputs));
    edit(name, "value: source-aligned", "value: aggregate");
    edit(
        name,
        "servers:\n  - {server: poison, type: local, path: './day_*.csv*', format: csv}\n",
        "");
    edit(name, "  - {property: orderColumn, value: changed_at}\n", "");
  }

  private static final String CONTRACT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: poison.%s
      name: %s
      domain: poison
      version: 1.0.0
      status: active
      description: {purpose: Poison., usage: Tests., limitations: None.}
      team: {name: poison}
      servers:
        - {server: poison, type: local, path: './day_*.csv*', format: csv}
      schema:
        - name: %s
          logicalType: object
          physicalType: table
          dataGranularityDescription: One row an id.
          quality:
            - {id: has_rows, metric: rowCount, mustBeGreaterThan: 0}
      %s@    properties:
            - {name: id, logicalType: %s, description: Key., primaryKey: true, primaryKeyPosition: 1, required: true}
            - {name: name, logicalType: string, description: Text.}
            - {name: changed_at, logicalType: timestamp, description: Instant., required: true, logicalTypeOptions: {timezone: true}}
      customProperties:
        - {property: productKind, value: source-aligned}
        - {property: orderColumn, value: changed_at}
      """;
}
