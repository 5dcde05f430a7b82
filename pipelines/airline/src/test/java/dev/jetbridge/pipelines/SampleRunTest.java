package dev.jetbridge.pipelines;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.servers.dataexchange.DataExchangeServer;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The main job on a small sample airline, against the truth that the simulator wrote down. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SampleRunTest {
  private static Path home;

  @BeforeAll
  static void runsFromSftpToFeatures() {
    home = SampleHome.path();
  }

  @Test
  @Order(1)
  void publishesEveryProduct() {
    assertThat(SampleHome.exitCode()).isZero();
    assertThat(snapshots().keySet())
        .containsExactlyInAnyOrderElementsOf(
            ContractLoader.bundled().all().stream().map(c -> c.id().toString()).toList());
    assertThat(home.resolve("report/index.html")).isNotEmptyFile();
    assertThat(home.resolve("report/registration-plan.json")).isNotEmptyFile();
  }

  /**
   * A change of how products are made changes none of their rows. One that shall change them brings
   * the new digests with it, and its commit says why.
   */
  @Test
  @Order(2)
  void holdsTheRowsItAlwaysHeld() throws IOException {
    String found =
        TableDigests.ofRows(home).entrySet().stream()
            .map(product -> product.getKey() + " " + product.getValue())
            .collect(Collectors.joining("\n", "", "\n"));

    try (InputStream known = SampleRunTest.class.getResourceAsStream("/sample-rows.txt")) {
      assertThat(found).isEqualTo(new String(known.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  @Order(2)
  void quarantinesExactlyThePlantedDefectsWithTheirReasons() throws IOException {
    List<String> expected = new ArrayList<>();
    try (Stream<Path> files = Files.walk(home.resolve("truth/planted"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
          String[] fields = line.split(",", -1);
          if (!List.of("duplicate", "superseded").contains(fields[4])) {
            expected.add(fields[0] + "|" + fields[1] + "|" + fields[3] + "|" + fields[4]);
          }
        }
      }
    }

    List<String> found = new ArrayList<>();
    Operations operations = new Operations(lake());
    for (Contract contract : sources()) {
      operations
          .published(OperationsTable.QUARANTINE, contract.id())
          .join(
              operations
                  .published(OperationsTable.FILES, contract.id())
                  .select("file_hash", "file_name"),
              "file_hash")
          .select("file_name", "record_number", "column_name", "rule")
          .collectAsList()
          .forEach(
              r ->
                  found.add(
                      r.getString(0)
                          + "|"
                          + r.getLong(1)
                          + "|"
                          + r.getString(2)
                          + "|"
                          + r.getString(3)));
    }

    assertThat(expected).hasSizeGreaterThan(100);
    assertThat(found.stream().map(SampleRunTest::withoutFolder).sorted().toList())
        .isEqualTo(expected.stream().map(SampleRunTest::withoutFolder).sorted().toList());
  }

  @Test
  @Order(3)
  void accountsForEveryRecordAsTheTruthSays() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    List<String> lines = Files.readAllLines(home.resolve("truth/totals.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] f = line.split(",", -1);
      // product, files, refused_files, records, accepted, duplicates, quarantined, keys
      expected.put(f[0], String.join(",", f[1], f[2], f[3], f[4], f[5], f[6], f[7]));
    }

    Map<String, String> found = new TreeMap<>();
    for (Row r :
        new Operations(lake())
            .read(OperationsTable.RUNS)
            .filter(col("product").isin(expected.keySet().toArray()))
            .collectAsList()) {
      found.put(
          r.getAs("product"),
          (r.<Long>getAs("files") - r.<Long>getAs("refused_files"))
              + ","
              + r.getAs("refused_files")
              + ","
              + r.getAs("records")
              + ","
              + (r.<Long>getAs("loaded") + r.<Long>getAs("superseded"))
              + ","
              + r.getAs("duplicates")
              + ","
              + r.getAs("quarantined")
              + ","
              + r.getAs("table_rows"));
    }

    assertThat(found).isEqualTo(expected);
  }

  @Test
  @Order(4)
  void putsTheStoryCustomerOnBoard() {
    Row segment =
        lake()
            .read(
                ProductId.parse("reservations.bookings"),
                lake().mainSnapshot(ProductId.parse("reservations.bookings")).orElseThrow())
            .filter("passenger_surname = 'Richards' and departure_date = date'2023-08-19'")
            .filter("flight_number = 'EK001'")
            .first();

    assertThat(segment.<String>getAs("departure_airport")).isEqualTo("LHR");
    assertThat(segment.<String>getAs("arrival_airport")).isEqualTo("DXB");
    assertThat(segment.<String>getAs("cabin")).isEqualTo("C");
  }

  @Test
  @Order(5)
  void keepsIdentifiersOutOfMetadataOperationsAndTheReport() throws IOException {
    String report = Files.readString(home.resolve("report/index.html"));
    String plan = Files.readString(home.resolve("report/registration-plan.json"));

    assertThat(report).doesNotContain("Richards", "@example", "SK0000");
    assertThat(plan).doesNotContain("Richards", "@example");
    assertThat(lake().table(ProductId.parse("loyalty.members")).properties())
        .containsEntry("write.metadata.metrics.column.email", "none");
  }

  @Test
  @Order(6)
  void changesNoTableWhenNothingIsNew() {
    Map<String, Long> before = snapshots();

    int again = Main.run("run", "--home", home.toString());

    assertThat(again).isZero();
    assertThat(snapshots()).isEqualTo(before);
  }

  @Test
  @Order(7)
  void goesOnWithWhatIsThereWhenDataExchangeRefuses() throws IOException {
    Map<String, Long> before = snapshots();
    Path file = home.resolve("jetbridge.properties");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream usual = System.out;
    PrintStream usualErr = System.err;

    int code;
    try (DataExchangeServer empty = DataExchangeServer.serve(List.of())) {
      // Dummy credentials, found by the default chain.
      System.setProperty("aws.accessKeyId", "test");
      System.setProperty("aws.secretAccessKey", "test");
      Files.writeString(
          file,
          "aws.dataexchange-region=us-east-1\naws.dataexchange-endpoint="
              + empty.settings().endpoint(AwsService.DATAEXCHANGE).orElseThrow());
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      code = Main.run("run", "--home", home.toString());
    } finally {
      System.setOut(usual);
      System.setErr(usualErr);
      Files.delete(file);
    }

    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("not pulled: Cannot pull data set ")
        .contains(" for reference.airports: this account is not entitled to it; subscribe")
        .contains(" for reference.exchange_rates: this account is not entitled to it; subscribe");
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("features.customer_segments         unchanged")
        .doesNotContain("Nothing is new");
    assertThat(snapshots()).isEqualTo(before);
  }

  @Test
  @Order(8)
  void bringsOneMoreDayWithTheNextAsOfBesideAContractThatDoesNotLoad() throws IOException {
    long before = count("flightops.flight_legs");
    long instants = instants();
    Path contracts = Files.createDirectory(home.resolve("contracts"));
    Files.writeString(contracts.resolve("faulty.odcs.yaml"), "domain: poison\nname: faulty\n");

    int next =
        Main.run(
            "run",
            "--home",
            home.toString(),
            "--contracts",
            contracts.toString(),
            "--as-of",
            "2023-09-01");

    assertThat(next).isEqualTo(2);
    assertThat(Files.readString(home.resolve("report/index.html")))
        .contains("faulty.odcs.yaml:")
        .contains("<code>./jetbridge plan --home " + home + " --contracts " + contracts + "<");
    assertThat(count("flightops.flight_legs")).isGreaterThan(before);
    assertThat(instants()).isEqualTo(instants + 1);
  }

  /** How many instants the features speak of. */
  private static long instants() {
    return lake()
        .read(
            ProductId.parse("features.customer_segments"),
            snapshots().get("features.customer_segments"))
        .select("as_of")
        .distinct()
        .count();
  }

  @Test
  @Order(10)
  @Tag("soak")
  void makesOnlyTheProductsAskedForInTheOrderOfTheGraph() {
    Map<String, Long> before = snapshots();

    int code =
        Main.run(
            "run",
            "--home",
            home.toString(),
            "--as-of",
            "2023-09-02",
            "--product",
            "features.customer_segments,customer360.purchases");

    Map<String, Long> after = snapshots();
    assertThat(code).isZero();
    assertThat(after.keySet().stream().filter(p -> !after.get(p).equals(before.get(p))))
        .containsExactlyInAnyOrder("customer360.purchases", "features.customer_segments");
    // Segments were made of the purchases of this run, not of those before.
    assertThat(
            new Operations(lake())
                .read(OperationsTable.RUNS)
                .filter(col("product").equalTo("features.customer_segments"))
                .orderBy(col("as_of").desc())
                .first()
                .<String>getAs("inputs"))
        .contains(Long.toString(after.get("customer360.purchases")));
  }

  /** Purchases speak of 2 September by now, and so does a run that names no day. */
  @Test
  @Order(11)
  @Tag("soak")
  void takesNothingBackUnasked() {
    Map<String, Long> before = snapshots();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream usual = System.out;
    String[] product = {"--home", home.toString(), "--product", "customer360.purchases"};

    int earlier;
    int plain;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      earlier =
          Main.run("run", product[0], product[1], product[2], product[3], "--as-of", "2023-08-31");
      plain = Main.run("run", product[0], product[1], product[2], product[3]);
    } finally {
      System.setOut(usual);
    }

    assertThat(earlier).isZero();
    assertThat(plain).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("Stays as it is, since a run for 2023-08-31 would set it back (--rewind does)")
        .contains("unchanged: it is as of 2023-09-02 already and is not set back")
        .contains("As of 2023-09-02");
    assertThat(snapshots()).isEqualTo(before);
  }

  @Test
  @Order(9)
  void givesLabelsTheFeaturesOfTheirDay() throws IOException {
    ProductId segments = ProductId.parse("features.customer_segments");
    Row known =
        lake()
            .read(segments, snapshots().get(segments.toString()))
            .filter("as_of < timestamp'2023-09-01T12:00:00Z'")
            .orderBy("person_id")
            .first();
    String person = known.getAs("person_id");
    Path labels =
        Files.writeString(
            home.resolve("labels.csv"),
            "person_id,label_time\n"
                + person
                + ",2023-08-31T12:00:00Z\n"
                + person
                + ",2023-09-01T12:00:00Z\n");
    Path out = home.resolve("set.csv");

    int made =
        Main.run(
            "features",
            "training-set",
            "--home",
            home.toString(),
            "--labels",
            labels.toString(),
            "--features",
            "features.customer_segments.frequency",
            "--out",
            out.toString());

    assertThat(made).isZero();
    assertThat(Files.readAllLines(out))
        .containsExactly(
            "person_id,label_time,customer_segments__frequency",
            person + ",2023-08-31T12:00:00Z,",
            person + ",2023-09-01T12:00:00Z," + known.<Integer>getAs("frequency"));
    assertThat(home.resolve("report/feature-group-plan.json"))
        .content()
        .contains("CreateFeatureGroup", "features-customer_segments", "\"Iceberg\"");
  }

  @Test
  @Order(12)
  @Tag("soak")
  void rebuildsTheSameTables() {
    List<Contract> products =
        ContractLoader.bundled().waves().stream().flatMap(List::stream).toList();
    Map<String, String> before = TableDigests.of(home, products);

    // Persons are rebuilt with links, the group of both.
    for (Contract product :
        products.stream().filter(c -> !c.id().name().equals("persons")).toList()) {
      assertThat(Main.run("rebuild", product.id().toString(), "--home", home.toString()))
          .as(product.id().toString())
          .isZero();
    }

    assertThat(TableDigests.of(home, products)).isEqualTo(before);
  }

  private static String withoutFolder(String pointer) {
    return pointer.substring(pointer.lastIndexOf('/', pointer.indexOf('|')) + 1);
  }

  private static List<Contract> sources() {
    return ContractLoader.bundled().all().stream().filter(Contract::isSource).toList();
  }

  private static long count(String product) {
    return lake().read(ProductId.parse(product), snapshots().get(product)).count();
  }

  private static Map<String, Long> snapshots() {
    Map<String, Long> snapshots = new TreeMap<>();
    for (Contract contract : ContractLoader.bundled().all()) {
      lake().mainSnapshot(contract.id()).ifPresent(s -> snapshots.put(contract.id().toString(), s));
    }
    return snapshots;
  }

  /** The lake of the home, through a session of its own. */
  private static Lake lake() {
    return new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
  }
}
