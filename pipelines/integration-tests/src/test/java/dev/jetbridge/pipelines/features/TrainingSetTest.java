package dev.jetbridge.pipelines.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.jobs.features.training.Eligibility;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.features.TrainingSetManifest.Age;
import dev.jetbridge.pipelines.features.TrainingSetManifest.Coverage;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.registry.featurestore.FeatureGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSetTest extends LakeTest {
  private static final Instant DAY_ONE = Instant.parse("2023-08-30T23:59:59.999999Z");
  private static final Instant DAY_TWO = Instant.parse("2023-08-31T23:59:59.999999Z");
  private static final String HEADER = "person_id,label_time,churned\n";

  @TempDir private static Path contractFolder;
  private static Contracts contracts;

  @TempDir private Path folder;

  @BeforeAll
  static void publishesTwoGroups() throws IOException {
    for (String id : List.of("train.trips", "train.value", "train.twice", "train.never")) {
      Files.writeString(
          contractFolder.resolve(id + ".odcs.yaml"),
          FeatureProducts.text(id).replace("shop.sales", "customer360.purchases"));
    }
    contracts = ContractLoader.load(List.of(contractFolder));
    publish("train.trips", DAY_ONE, row("P1", DAY_ONE, 1, "10.50"), row("P2", DAY_ONE, 5, "0"));
    publish("train.trips", DAY_TWO, row("P1", DAY_TWO, 2, "20.50"));
    publish("train.value", DAY_ONE, row("P1", DAY_ONE, 7, "7"));
    publish("train.value", DAY_TWO, row("P1", DAY_TWO, 8, "8"));
    publish("train.twice", DAY_TWO, row("P1", DAY_TWO, 3, "3"));
  }

  @BeforeEach
  void startsSpark() {
    lake();
  }

  @Test
  void givesLabelsTheValuesOfTheirInstant() throws IOException {
    Path labels =
        labels(
            "P1,2023-08-31T12:00:00Z,1\n"
                + "P1,2023-08-31T23:59:59.999999Z,0\n"
                + "P2,2023-08-31 16:00:00+04:00,\"yes, soon\"\n"
                + "P3,2023-08-31T00:00:00Z,1\n"
                + "P1,2023-08-30T23:59Z,to the minute\n"
                + "P1,2023-09-01 03:59+04:00,1\n"
                + "P1,2023-09-01T03:59+0400,1\n"
                + "P1,2023-08-31T12:00,1\n");

    TrainingSetManifest made = make(labels, "set.csv", "trips.flights", "train.value.spent");

    assertThat(Files.readString(folder.resolve("set.csv")))
        .isEqualTo(
            """
            person_id,label_time,churned,trips__flights,value__spent
            P1,2023-08-31T12:00:00Z,1,1,7.0
            P1,2023-08-31T23:59:59.999999Z,0,2,8.0
            P2,2023-08-31 16:00:00+04:00,"yes, soon",5,
            P3,2023-08-31T00:00:00Z,1,,
            P1,2023-08-30T23:59Z,to the minute,,
            P1,2023-09-01 03:59+04:00,1,1,7.0
            P1,2023-09-01T03:59+0400,1,1,7.0
            P1,2023-08-31T12:00,1,1,7.0
            """);
    assertThat(made.asOf()).isEqualTo("2023-08-31T23:59:59.999Z");
    assertThat(made.rows()).isEqualTo(8);
    assertThat(made.groups().get(0).coverage())
        .isEqualTo(new Coverage(6, 0, 6, 2, 0, 0, new Age(0, 0.583102, 0.999306)));
    assertThat(made.groups().get(1).snapshot())
        .isEqualTo(
            lake()
                .mainSnapshot(FeatureGroup.of(contracts.get(product("train.value"))).table())
                .map(Object::toString)
                .orElseThrow());
    assertThat(folder.resolve("set.csv.manifest.json"))
        .content()
        .contains(
            "\"made_later\" : 6",
            "\"too_old\" : 0",
            "\"readable_only\" : false",
            "\"strictly_after\" : false",
            "\"without_zone\" : 1");
    assertThat(made.columns())
        .extracting(TrainingSetManifest.Field::nulls)
        .containsExactly(0L, 0L, 0L, 2L, 3L);
    assertThat(folder).isDirectoryNotContaining(p -> p.toString().endsWith(".writing"));
  }

  /** Where the data end is asked of few files: of the others each record is older. */
  @Test
  void knowsWithoutReadingWhichRecordsAreTooOldToBeTheNewest() {
    ProductId store = FeatureGroup.of(contracts.get(product("train.trips"))).table();
    long snapshot = lake().mainSnapshot(store).orElseThrow();

    assertThat(lake().greatestLeast(store, snapshot, "as_of"))
        .hasValueSatisfying(least -> assertThat(least).startsWith("2023-08-31"));
    assertThat(lake().read(store, snapshot).filter("as_of < '2023-08-31'").isEmpty()).isFalse();
  }

  @Test
  void keepsParquetLabelsAsTheyAreAndWritesTheSameBytesAgain() throws IOException {
    Path labels = folder.resolve("labels.parquet");
    lake()
        .spark()
        .sql(
            "select * from values ('P1', timestamp_ntz'2023-08-31 12:00:00', 1, array(1, 2)),"
                + " ('P1', timestamp_ntz'2023-08-31 12:00:00', 1, array(1, 2)),"
                + " ('P2', timestamp_ntz'2023-08-30 12:00:00', null, null)"
                + " as l(person_id, decided_at, churned, scores)")
        .coalesce(1)
        .write()
        .parquet(labels.toString());

    TrainingSetManifest made =
        trainingSet().make(request(labels, "one.parquet", "decided_at", "trips.*"));
    trainingSet().make(request(labels, "two.parquet", "decided_at", "trips.*"));

    List<Row> rows =
        lake().spark().read().parquet(folder.resolve("one.parquet").toString()).collectAsList();
    assertThat(made.columns())
        .extracting(TrainingSetManifest.Field::name, TrainingSetManifest.Field::type)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("person_id", "string"),
            org.assertj.core.groups.Tuple.tuple("decided_at", "timestamp_ntz"),
            org.assertj.core.groups.Tuple.tuple("churned", "int"),
            org.assertj.core.groups.Tuple.tuple("scores", "array<int>"),
            org.assertj.core.groups.Tuple.tuple("trips__flights", "bigint"),
            org.assertj.core.groups.Tuple.tuple("trips__spent", "double"),
            org.assertj.core.groups.Tuple.tuple("trips__upgraded", "bigint"));
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0)).isEqualTo(rows.get(1));
    assertThat(rows.get(0).<Long>getAs("trips__flights")).isEqualTo(1);
    assertThat(rows.get(2).isNullAt(4)).isTrue();
    assertThat(folder.resolve("one.parquet")).hasSameBinaryContentAs(folder.resolve("two.parquet"));
    assertThat(Files.readString(folder.resolve("one.parquet.manifest.json")))
        .isEqualTo(
            Files.readString(folder.resolve("two.parquet.manifest.json"))
                .replace("two.parquet", "one.parquet"));
  }

  /** As pandas writes instants; one as pyarrow cuts them to the day before 1970. */
  @Test
  void readsParquetLabelsInNanosecondsToTheMicrosecond() throws IOException {
    Path labels = folder.resolve("labels.parquet");
    long noon = Instant.parse("2023-08-31T12:00:00Z").getEpochSecond() * 1_000_000_000L;
    nanoseconds(labels, "TIMESTAMP(NANOS,true)", "TIMESTAMP(NANOS,false)", noon, -1L);
    Path local = folder.resolve("local.parquet");
    nanoseconds(local, "TIMESTAMP(NANOS,false)", "TIMESTAMP(MICROS,true)", noon, 5L);

    make(labels, "one.parquet", "trips.flights");
    make(local, "two.parquet", "trips.flights");

    Dataset<Row> one = lake().spark().read().parquet(folder.resolve("one.parquet").toString());
    Dataset<Row> two = lake().spark().read().parquet(folder.resolve("two.parquet").toString());
    assertThat(one.schema().simpleString())
        .isEqualTo(
            "struct<person_id:string,label_time:timestamp,seen:timestamp_ntz,"
                + "trips__flights:bigint>");
    assertThat(one.first().mkString("|"))
        .isEqualTo("P1|2023-08-31 12:00:00.0|1969-12-31T23:59:59.999999|1");
    assertThat(two.first().mkString("|"))
        .isEqualTo("P1|2023-08-31T12:00|1970-01-01 00:00:00.000005|1");
  }

  @Test
  void namesTheColumnOfATimeThatItCannotRead() throws IOException {
    Path time = folder.resolve("time.parquet");
    nanoseconds(time, "TIMESTAMP(MICROS,true)", "TIME(NANOS,true)", 1, 1);
    Path mixed = Files.createDirectory(folder.resolve("mixed"));
    nanoseconds(mixed.resolve("1.parquet"), "TIMESTAMP(NANOS,true)", "INT_64", 1, 1);
    nanoseconds(mixed.resolve("2.parquet"), "TIMESTAMP(MICROS,true)", "INT_64", 1, 1);

    fails(
        () -> make(time, "x.parquet", "trips.*"),
        FailureKind.CONFIG,
        "Cannot use labels "
            + time
            + ": column seen is TIME(NANOS,true), which cannot be read here; write it as text or"
            + " leave it out");
    fails(
        () -> make(mixed, "x.parquet", "trips.*"),
        FailureKind.CONFIG,
        "Cannot use labels "
            + mixed
            + ": its files disagree about instants in nanoseconds ([label_time] and []); write all"
            + " of them in microseconds");
  }

  /** A label of P1 whose two times are numbers of the Parquet types named. */
  private static void nanoseconds(
      Path file, String labelType, String seenType, long label, long seen) throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message labels { required binary person_id (UTF8); required int64 label_time (%s);"
                    .formatted(labelType)
                + " optional int64 seen (%s); }".formatted(seenType));
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withType(schema)
            .build()) {
      writer.write(
          new SimpleGroupFactory(schema)
              .newGroup()
              .append("person_id", "P1")
              .append("label_time", label)
              .append("seen", seen));
    }
  }

  @Test
  void leavesOutValuesThatAreTooOldOrCouldNotBeRead() throws IOException {
    Path labels = labels("P2,2023-08-31T12:00:00Z,1\nP2,2023-09-20T00:00:00Z,1\n");

    TrainingSetManifest young =
        trainingSet()
            .make(
                new TrainingSet.Request(
                    labels,
                    List.of("trips.flights"),
                    folder.resolve("young.csv"),
                    "label_time",
                    Optional.of(Instant.parse("2023-09-30T00:00:00Z")),
                    new Eligibility(Optional.of(Duration.ofDays(7)), false, false),
                    false));
    TrainingSetManifest readable =
        trainingSet()
            .make(
                new TrainingSet.Request(
                    labels,
                    List.of("trips.flights"),
                    folder.resolve("readable.csv"),
                    "label_time",
                    Optional.of(Instant.parse("2023-09-30T00:00:00Z")),
                    new Eligibility(Optional.empty(), true, false),
                    false));

    assertThat(Files.readAllLines(folder.resolve("young.csv")))
        .containsExactly(
            "person_id,label_time,churned,trips__flights",
            "P2,2023-08-31T12:00:00Z,1,5",
            "P2,2023-09-20T00:00:00Z,1,");
    assertThat(young.groups().get(0).coverage().tooOld()).isEqualTo(1);
    assertThat(young.maxAgeDays()).isEqualTo(7);
    // The publications of this test are of today, long after the labels.
    assertThat(readable.groups().get(0).coverage().none()).isEqualTo(2);
  }

  @Test
  void givesALabelOneRowWhereAStoreHoldsARecordTwice() throws IOException {
    String store = Lake.name(FeatureGroup.of(contracts.get(product("train.twice"))).table());
    lake().spark().sql("insert into " + store + " select * from " + store);
    Path labels = labels("P1,2023-08-31T23:59:59.999999Z,0\nP2,2023-08-31T12:00:00Z,1\n");

    TrainingSetManifest made = make(labels, "one.csv", "twice.flights", "trips.flights");

    assertThat(Files.readAllLines(folder.resolve("one.csv")))
        .containsExactly(
            "person_id,label_time,churned,twice__flights,trips__flights",
            "P1,2023-08-31T23:59:59.999999Z,0,3,2",
            "P2,2023-08-31T12:00:00Z,1,,5");
    assertThat(made.groups().get(0).coverage().used()).isEqualTo(1);
    assertThat(made.groups().get(0).coverage().none()).isEqualTo(1);
  }

  @Test
  void writesInstantsToCsvWithTheirZone() throws IOException {
    Path labels = folder.resolve("labels.parquet");
    lake()
        .spark()
        .sql("select 'P1' person_id, timestamp'2023-08-31 12:00:00.5' label_time")
        .coalesce(1)
        .write()
        .parquet(labels.toString());

    make(labels, "set.csv", "trips.flights");

    assertThat(Files.readAllLines(folder.resolve("set.csv")))
        .containsExactly("person_id,label_time,trips__flights", "P1,2023-08-31T12:00:00.500000Z,1");
  }

  @Test
  void writesAFolderThatHoldsRowsOnly() throws IOException {
    Path labels = labels("P1,2023-08-31T12:00:00Z,1\n");

    TrainingSetManifest made = make(labels, "set", "trips.flights");

    assertThat(folder.resolve("set")).isDirectoryContaining("glob:**/part-00000.parquet");
    assertThat(folder.resolve("set.manifest.json")).isNotEmptyFile();
    assertThat(made.files()).extracting("name").containsExactly("part-00000.parquet");
    assertThat(lake().spark().read().parquet(folder.resolve("set").toString()).count())
        .isEqualTo(1);
  }

  /** More rows than a row group or a file of a folder has, in two files of labels. */
  @Test
  void keepsTheOrderOfLabels() throws IOException {
    Path labels = manyLabels(2_700);

    assertThat(make(labels, "one.parquet", "trips.flights").rows()).isEqualTo(2_700);

    Dataset<Row> rows = lake().spark().read().parquet(folder.resolve("one.parquet").toString());
    assertThat(rows.filter("id != _metadata.row_index").isEmpty()).isTrue();
    assertThat(rows.groupBy("person_id", "trips__flights").count().collectAsList())
        .extracting(Row::mkString)
        .containsExactlyInAnyOrder("P11900", "P25900", "P3null900");
  }

  @Test
  @Tag("soak")
  void keepsTheOrderOfLabelsOverSeveralFiles() throws IOException {
    TrainingSetManifest many = make(manyLabels(270_000), "many", "trips.flights");

    assertThat(many.files()).hasSize(3);
    List<Long> next = new ArrayList<>(List.of(0L));
    for (TrainingSetManifest.DataFile file : many.files()) {
      Dataset<Row> part =
          lake().spark().read().parquet(folder.resolve("many").resolve(file.name()).toString());
      long from = next.get(next.size() - 1);
      assertThat(part.filter("id != _metadata.row_index + " + from).isEmpty()).isTrue();
      next.add(from + part.count());
    }
    assertThat(next).endsWith(270_000L);
  }

  /** Numbered, of three people in turn, in two files of which the second is short. */
  private Path manyLabels(long count) {
    Path labels = folder.resolve("labels");
    long second = count - count / 27;
    lake()
        .spark()
        .range(0, second, 1, 1)
        .union(lake().spark().range(second, count, 1, 1))
        .selectExpr(
            "id", "concat('P', 1 + id % 3) person_id", "timestamp'2023-08-31 12:00:00' label_time")
        .write()
        .parquet(labels.toString());
    return labels;
  }

  @Test
  void saysWhichLabelsCannotBeUsed() throws IOException {
    Path labels =
        labels(
            "P1,2023-08-31T12:00:00Z,1\n"
                + ",2023-08-31T12:00:00Z,1\n"
                + "P1,,1\n"
                + "P1,2023-08-31,1\n"
                + "P1,soon,1\n"
                + "P1,2023-09-01T00:00:00Z,1\n"
                + "P1,2023-08-31T12:00:00Z\n"
                + "\n"
                + "P1,2023-08-31T12:00:00Z,\"1\n");

    fails(
        () -> make(labels, "set.csv", "trips.flights"),
        FailureKind.CONTRACT,
        "Cannot use labels "
            + labels
            + ": of 8 rows 1 with other fields than the header's 3 (first: line 8), 1 with no"
            + " person_id (first: line 3), 1 with no label_time (first: line 4), 2 with a"
            + " label_time that is not an instant such as 2023-08-31T18:00:00Z (first: line 5), 1"
            + " with a label_time after the data, which end at 2023-08-31T23:59:59.999Z (first:"
            + " line 7); correct or remove them");
    assertThat(folder.resolve("set.csv")).doesNotExist();
  }

  @Test
  void namesWhatIsNearestToUnknownNames() throws IOException {
    Path labels = labels("P1,2023-08-31T12:00:00Z,1\n");

    fails(
        () ->
            make(labels, "set.csv", "trips.flight", "tripz.spent", "identity.persons.x", "flights"),
        FailureKind.CONFIG,
        "Cannot choose features: train.trips has no feature flight; did you mean flights?; no"
            + " feature group is named tripz; did you mean trips?; product identity.persons is not"
            + " a feature group: its contract does not name the port feature-group; flights is not"
            + " of the form product.feature or product.*");
    fails(
        () -> make(labels, "set.csv", "never.flights"),
        FailureKind.CONFIG,
        "Cannot read features of train.never: it was never published; run jetbridge run first");
    fails(
        () -> trainingSet().make(request(labels, "set.csv", "label_tim", "trips.*")),
        FailureKind.CONFIG,
        "Cannot use labels "
            + labels
            + ": no column is named label_tim; did you mean label_time?; name the one with the"
            + " instant by --label-time");
  }

  @Test
  void refusesFilesThatCannotBeMeant() throws IOException {
    Path good = labels("P1,2023-08-31T12:00:00Z,1\n");
    Path empty = labels("");
    Path twice = Files.writeString(folder.resolve("twice.csv"), "person_id,a,A,label_time\n");
    Path clash =
        Files.writeString(
            folder.resolve("clash.csv"),
            "person_id,label_time,trips__flights\nP1,2023-08-31T12:00:00Z,1\n");
    Path taken = Files.writeString(folder.resolve("taken.csv"), "precious");

    fails(
        () -> make(empty, "x.csv", "trips.*"),
        FailureKind.CONTRACT,
        "Cannot use labels " + empty + ": there are none in it");
    fails(
        () -> make(twice, "x.csv", "trips.*"),
        FailureKind.CONFIG,
        "Cannot use labels " + twice + ": two columns of its header are named A");
    fails(
        () -> make(clash, "x.csv", "trips.*"),
        FailureKind.CONFIG,
        "Cannot use labels "
            + clash
            + ": they have columns of their own named as features will be, trips__flights; rename"
            + " them");
    Path noParquet = Files.writeString(folder.resolve("no.parquet"), "person_id");
    fails(
        () -> make(noParquet, "x.csv", "trips.*"),
        FailureKind.CONFIG,
        "Cannot use labels "
            + noParquet
            + ": it cannot be read as Parquet, or holds other files too");
    fails(
        () -> make(folder.resolve("labels.xlsx"), "x.csv", "trips.*"),
        FailureKind.CONFIG,
        "Cannot use labels " + folder.resolve("labels.xlsx") + ": no such readable file");
    fails(
        () -> make(good, "taken.csv", "trips.*"),
        FailureKind.CONFIG,
        "Cannot write training set "
            + taken
            + ": it exists already; name another file or folder, or remove it");
    assertThat(taken).hasContent("precious");
  }

  private Path labels(String rows) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "labels", ".csv"), HEADER + rows);
  }

  private TrainingSetManifest make(Path labels, String out, String... features) {
    return trainingSet().make(request(labels, out, "label_time", features));
  }

  private TrainingSet.Request request(Path labels, String out, String time, String... features) {
    return new TrainingSet.Request(
        labels,
        List.of(features),
        folder.resolve(out),
        time,
        Optional.empty(),
        Eligibility.ANY,
        false);
  }

  private static TrainingSet trainingSet() {
    return new TrainingSet(lake(), contracts, group -> Optional.of(group.table()));
  }

  private static void fails(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call,
      FailureKind kind,
      String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessage(message);
  }

  private static dev.jetbridge.contracts.ProductId product(String text) {
    return dev.jetbridge.contracts.ProductId.parse(text);
  }

  private static void publish(String product, Instant asOf, String... rows) {
    Contract contract = contracts.get(product(product));
    FeatureProducts.publish(lake(), contract, asOf, rows);
    FeatureGroup group = FeatureGroup.of(contract);
    new OfflineStore(lake(), contract, group, group.table()).follow();
  }

  private static String row(String person, Instant asOf, int flights, String spent) {
    return "('%s', timestamp'%s', %d, cast(%s as decimal(18,2)), true)"
        .formatted(person, asOf, flights, spent);
  }
}
