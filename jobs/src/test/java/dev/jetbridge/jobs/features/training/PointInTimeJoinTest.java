package dev.jetbridge.jobs.features.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.features.training.PointInTimeJoin.Outcome;
import dev.jetbridge.jobs.features.training.Timeline.Label;
import dev.jetbridge.jobs.features.training.Timeline.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointInTimeJoinTest extends SparkTest {
  private static final Instant LABEL = Instant.parse("2023-08-31T12:00:00Z");
  private static final Optional<Duration> ANY_AGE = Optional.empty();
  private static final List<Label> LABELS = new ArrayList<>();
  private static final List<Version> RECORDS = new ArrayList<>();
  private static final String OUTCOME = "`" + PointInTimeJoin.OUTCOME + "`";
  private static final String AGE = "`" + PointInTimeJoin.AGE + "`";
  private static int persons;
  private static List<String> whenever;
  private static List<String> onceReadable;

  /** Somebody whom two joins of all of them tell the values of: a join takes a second. */
  private record Person(String id) {
    Person knownAt(Instant asOf, Long miles, String cabin) {
      return knownAt(asOf, miles, cabin, asOf);
    }

    Person knownAt(Instant asOf, Long miles, String cabin, Instant readable) {
      RECORDS.add(new Version(id, asOf, miles, cabin, asOf, readable, false));
      return this;
    }

    private List<String> of(List<String> joined) {
      return joined.stream()
          .filter(line -> line.startsWith(id + "|"))
          .map(line -> line.substring(id.length() + 1))
          .toList();
    }
  }

  /** A person with these labels, all of one instant. */
  private static Person person(String... churned) {
    Person person = new Person("person-" + ++persons);
    for (String label : churned) {
      LABELS.add(new Label(person.id(), LABEL, label));
    }
    return person;
  }

  private static List<String> whenever(Person person) {
    if (whenever == null) {
      whenever = Timeline.actual(trainingSet(LABELS, RECORDS, false, ANY_AGE, 2, true));
    }
    return person.of(whenever);
  }

  private static List<String> onceReadable(Person person) {
    if (onceReadable == null) {
      onceReadable = Timeline.actual(trainingSet(LABELS, RECORDS, true, ANY_AGE, 2, true));
    }
    return person.of(onceReadable);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6})
  void givesWhatLookingAtEachPairGives(int seed) {
    Random random = new Random(seed);
    List<Label> labels = Timeline.labels(random, 120);
    List<Version> records = Timeline.records(random, 150);
    boolean readableOnly = seed % 2 == 0;
    Optional<Duration> age = seed % 3 == 0 ? Optional.of(Duration.ofSeconds(20)) : ANY_AGE;

    List<String> actual =
        Timeline.actual(trainingSet(labels, records, readableOnly, age, 3, seed > 2));

    assertThat(actual).isEqualTo(Timeline.expected(labels, records, readableOnly, age));
    assertThat(actual).anyMatch(r -> r.endsWith("|null|null")).anyMatch(r -> r.contains("cabin"));
  }

  private static final Person LEAKING =
      person("1")
          .knownAt(LABEL.minusSeconds(86_400), 10L, "Y")
          .knownAt(LABEL.plusSeconds(1), 999L, "leak");
  private static final Person ONLY_LEAKING =
      person("1").knownAt(LABEL.plusSeconds(1), 999L, "leak");

  @Test
  void usesNoValueOfOneSecondAfterTheLabel() {
    assertThat(whenever(LEAKING)).containsExactly("2023-08-31T12:00:00Z|1|10|Y");
    assertThat(whenever(ONLY_LEAKING)).containsExactly("2023-08-31T12:00:00Z|1|null|null");
  }

  private static final Person PUNCTUAL = person("1").knownAt(LABEL, 5L, "F");

  @Test
  void usesAValueOfTheVeryInstant() {
    assertThat(whenever(PUNCTUAL)).containsExactly("2023-08-31T12:00:00Z|1|5|F");
  }

  /** A label in the millisecond of a record is not after it for certain. */
  @Test
  void strictlyAfterTakesTheRecordBeforeTheOneOfTheInstant() {
    List<Version> records = List.of(record(LABEL.minusMillis(1), 1L, "Y"), record(LABEL, 2L, "F"));
    List<Label> labels =
        List.of(
            new Label("P1", LABEL.minusMillis(1), "none"),
            new Label("P1", LABEL, "the one before"),
            new Label("P1", LABEL.plusNanos(999_000), "still"),
            new Label("P1", LABEL.plusMillis(1), "itself"));
    List<FeatureTable> tables = List.of(Timeline.table(Timeline.records(spark, records, 1)));

    Dataset<Row> joined =
        joined(
            join(new Eligibility(ANY_AGE, false, true)), Timeline.labels(spark, labels, 1), tables);

    assertThat(joined.select("churned", "trips__miles").orderBy("moment").collectAsList())
        .extracting(Row::mkString)
        .containsExactly("nonenull", "the one before1", "still1", "itself2");
  }

  private static final Person LATE =
      person("1")
          .knownAt(LABEL.minusSeconds(86_400), 10L, "Y")
          .knownAt(LABEL.minusSeconds(60), 20L, "F", LABEL.plusSeconds(1));

  @Test
  void usesNoValueThatCouldNotBeReadYet() {
    assertThat(onceReadable(LATE)).containsExactly("2023-08-31T12:00:00Z|1|10|Y");
    assertThat(whenever(LATE)).containsExactly("2023-08-31T12:00:00Z|1|20|F");
  }

  private static final Person HALF_KNOWN =
      person("1")
          .knownAt(LABEL.minusSeconds(20), 10L, "Y")
          .knownAt(LABEL.minusSeconds(10), null, "F");

  @Test
  void takesTheNewestRecordWhole() {
    assertThat(whenever(HALF_KNOWN)).containsExactly("2023-08-31T12:00:00Z|1|null|F");
  }

  private static final Person THRICE =
      person("1", "1", "1")
          .knownAt(LABEL.minusSeconds(20), 10L, "Y")
          .knownAt(LABEL.minusSeconds(20), 10L, "Y");
  private static final Person UNKNOWN = person("0");

  @Test
  void neitherLosesNorDoublesEqualLabels() {
    assertThat(whenever(THRICE))
        .containsExactly(
            "2023-08-31T12:00:00Z|1|10|Y",
            "2023-08-31T12:00:00Z|1|10|Y",
            "2023-08-31T12:00:00Z|1|10|Y");
    assertThat(whenever(UNKNOWN)).containsExactly("2023-08-31T12:00:00Z|0|null|null");
  }

  @Test
  void doesNotDependOnThePartitions() {
    Random random = new Random(11);
    List<Label> labels = Timeline.labels(random, 100);
    List<Version> records = Timeline.records(random, 100);

    List<List<String>> results = new ArrayList<>();
    for (int partitions : List.of(1, 7, 20)) {
      results.add(
          withShufflePartitions(
              partitions,
              () ->
                  Timeline.actual(trainingSet(labels, records, true, ANY_AGE, partitions, false))));
    }

    assertThat(results).containsOnly(results.get(0));
  }

  @Test
  void joinsSeveralTablesAndSaysWhatBecameOfEachLabel() {
    List<Label> labels =
        List.of(
            new Label("P1", LABEL, "1"),
            new Label("P1", LABEL.plusSeconds(7200), "1"),
            new Label("P2", LABEL, "0"),
            new Label("P3", LABEL, "0"));
    Dataset<Row> records =
        Timeline.records(
            spark,
            List.of(
                record(LABEL, 1L, "Y"), new Version("P2", LABEL, null, null, LABEL, LABEL, true)),
            1);
    FeatureTable trips = Timeline.table(records);
    FeatureTable other =
        new FeatureTable("other", records, "person_id", "as_of", "person_id", List.of("as_of"));
    List<FeatureTable> tables = List.of(trips, other);
    PointInTimeJoin join = join(new Eligibility(Optional.of(Duration.ofHours(1)), false, false));
    Dataset<Row> rows = Timeline.labels(spark, labels, 1);

    assertThat(joined(join, rows, tables).select("trips__miles", "other__as_of").columns())
        .containsExactly("trips__miles", "other__as_of");
    Dataset<Row> values = values(join, rows, trips);
    assertThat(values.select(OUTCOME).collectAsList())
        .extracting(r -> Outcome.valueOf(r.getString(0)))
        .containsExactlyInAnyOrder(Outcome.USED, Outcome.TOO_OLD, Outcome.DELETED, Outcome.NONE);
    assertThat(values.select(max(AGE)).first().getLong(0)).isZero();
  }

  @Test
  void joinsTablesOfDifferentKeys() {
    Dataset<Row> labels =
        spark.sql(
            "SELECT * FROM VALUES ('P1', 7L, timestamp '2023-09-01 00:00:00', 1L),"
                + " ('P1', 8L, timestamp '2023-09-01 00:00:00', 2L)"
                + " AS t(person_id, flight, moment, number)");
    Dataset<Row> flights =
        spark.sql(
            "SELECT 7L AS flight, '2023-08-01T00:00:00.000Z' AS as_of, 55 AS delay,"
                + " timestamp '2023-08-01 00:00:00' AS api_invocation_time,"
                + " timestamp '2023-08-01 00:00:00' AS write_time, false AS is_deleted");
    FeatureTable trips =
        Timeline.table(Timeline.records(spark, List.of(record(LABEL, 1L, "Y")), 1));
    FeatureTable delays =
        new FeatureTable("delays", flights, "flight", "as_of", "flight", List.of("delay"));

    assertThat(
            joined(join(Eligibility.ANY), labels, List.of(trips, delays))
                .select("flight", "trips__miles", "delays__delay")
                .orderBy("flight")
                .collectAsList())
        .extracting(Row::mkString)
        .containsExactly("7155", "81null");
  }

  private static final Person ALIKE =
      person("1")
          .knownAt(LABEL, 5L, "F")
          .knownAt(LABEL, 5L, "F")
          .knownAt(LABEL, 4L, "Y")
          .knownAt(LABEL, 5L, "F");

  @Test
  void takesOneOfRecordsThatAreAlike() {
    assertThat(whenever(ALIKE)).containsExactly("2023-08-31T12:00:00Z|1|5|F");
  }

  @Test
  void tellsTheAgeOfWhatEachLabelUses() {
    Label label = new Label("P1", LABEL, "1");
    FeatureTable trips =
        Timeline.table(
            Timeline.records(spark, List.of(record(LABEL.minusSeconds(7200), 1L, "Y")), 1));

    assertThat(
            values(join(Eligibility.ANY), Timeline.labels(spark, List.of(label, label), 2), trips)
                .select(AGE)
                .collectAsList())
        .extracting(r -> r.getLong(0))
        .containsExactly(7_200_000_000L, 7_200_000_000L);
  }

  private static PointInTimeJoin join(Eligibility eligibility) {
    return new PointInTimeJoin("moment", "number", eligibility, true);
  }

  private static Dataset<Row> values(
      PointInTimeJoin join, Dataset<Row> labels, FeatureTable table) {
    return join.values(join.spans(labels, table.labelKey()), table, "half", col("number").mod(2));
  }

  private static Dataset<Row> joined(
      PointInTimeJoin join, Dataset<Row> labels, List<FeatureTable> tables) {
    Dataset<Row> joined = labels;
    for (FeatureTable table : tables) {
      joined = joined.join(values(join, labels, table).drop("half"), "number");
    }
    return joined;
  }

  private static Version record(Instant asOf, Long miles, String cabin) {
    return new Version("P1", asOf, miles, cabin, asOf, asOf, false);
  }

  private static Dataset<Row> trainingSet(
      List<Label> labels,
      List<Version> records,
      boolean readableOnly,
      Optional<Duration> age,
      int partitions,
      boolean few) {
    List<FeatureTable> tables =
        List.of(Timeline.table(Timeline.records(spark, records, partitions)));
    return joined(
            new PointInTimeJoin("moment", "number", new Eligibility(age, readableOnly, false), few),
            Timeline.labels(spark, labels, partitions),
            tables)
        .select(
            col("person_id"),
            col("moment"),
            col("churned"),
            col("trips__miles"),
            col("trips__cabin"));
  }
}
