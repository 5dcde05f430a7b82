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
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointInTimeJoinTest extends SparkTest {
  private static final Instant LABEL = Instant.parse("2023-08-31T12:00:00Z");
  private static final Optional<Duration> ANY_AGE = Optional.empty();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6})
  void givesWhatLookingAtEachPairGives(int seed) {
    Random random = new Random(seed);
    List<Label> labels = Timeline.labels(random, 120);
    List<Version> records = Timeline.records(random, 150);
    boolean readableOnly = seed % 2 == 0;
    Optional<Duration> age = seed % 3 == 0 ? Optional.of(Duration.ofSeconds(20)) : ANY_AGE;

    List<String> actual = Timeline.actual(trainingSet(labels, records, readableOnly, age, 3));

    assertThat(actual).isEqualTo(Timeline.expected(labels, records, readableOnly, age));
    assertThat(actual).anyMatch(r -> r.endsWith("|null|null")).anyMatch(r -> r.contains("cabin"));
  }

  @Test
  void usesNoValueOfOneSecondAfterTheLabel() {
    List<Label> labels = List.of(new Label("P1", LABEL, "1"));
    Version before = record(LABEL.minusSeconds(86_400), 10L, "Y");
    Version leak = record(LABEL.plusSeconds(1), 999L, "leak");

    assertThat(Timeline.actual(trainingSet(labels, List.of(before, leak), false, ANY_AGE, 1)))
        .containsExactly("P1|2023-08-31T12:00:00Z|1|10|Y");
    assertThat(Timeline.actual(trainingSet(labels, List.of(leak), false, ANY_AGE, 1)))
        .containsExactly("P1|2023-08-31T12:00:00Z|1|null|null");
  }

  @Test
  void usesAValueOfTheVeryInstant() {
    List<Label> labels = List.of(new Label("P1", LABEL, "1"));

    assertThat(
            Timeline.actual(
                trainingSet(labels, List.of(record(LABEL, 5L, "F")), false, ANY_AGE, 1)))
        .containsExactly("P1|2023-08-31T12:00:00Z|1|5|F");
  }

  @Test
  void usesNoValueThatCouldNotBeReadYet() {
    List<Label> labels = List.of(new Label("P1", LABEL, "1"));
    Version readable = record(LABEL.minusSeconds(86_400), 10L, "Y");
    Version late =
        new Version(
            "P1",
            LABEL.minusSeconds(60),
            20L,
            "F",
            LABEL.minusSeconds(60),
            LABEL.plusSeconds(1),
            false);
    List<Version> records = List.of(readable, late);

    assertThat(Timeline.actual(trainingSet(labels, records, true, ANY_AGE, 1)))
        .containsExactly("P1|2023-08-31T12:00:00Z|1|10|Y");
    assertThat(Timeline.actual(trainingSet(labels, records, false, ANY_AGE, 1)))
        .containsExactly("P1|2023-08-31T12:00:00Z|1|20|F");
  }

  @Test
  void takesTheNewestRecordWhole() {
    List<Label> labels = List.of(new Label("P1", LABEL, "1"));
    List<Version> records =
        List.of(
            record(LABEL.minusSeconds(20), 10L, "Y"), record(LABEL.minusSeconds(10), null, "F"));

    assertThat(Timeline.actual(trainingSet(labels, records, false, ANY_AGE, 1)))
        .containsExactly("P1|2023-08-31T12:00:00Z|1|null|F");
  }

  @Test
  void neitherLosesNorDoublesEqualLabels() {
    Label label = new Label("P1", LABEL, "1");
    List<Label> labels = List.of(label, label, label, new Label("P9", LABEL, "0"));
    List<Version> records =
        List.of(record(LABEL.minusSeconds(20), 10L, "Y"), record(LABEL.minusSeconds(20), 10L, "Y"));

    assertThat(Timeline.actual(trainingSet(labels, records, false, ANY_AGE, 2)))
        .containsExactly(
            "P1|2023-08-31T12:00:00Z|1|10|Y",
            "P1|2023-08-31T12:00:00Z|1|10|Y",
            "P1|2023-08-31T12:00:00Z|1|10|Y",
            "P9|2023-08-31T12:00:00Z|0|null|null");
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
              () -> Timeline.actual(trainingSet(labels, records, true, ANY_AGE, partitions))));
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

    Dataset<Row> joined =
        new PointInTimeJoin("moment", Optional.of(Duration.ofHours(1)), false)
            .transform(Timeline.labels(spark, labels, 1), tables, UnaryOperator.identity());

    assertThat(joined.select(trips.value("miles"), other.value("as_of")).columns())
        .containsExactly("trips__miles", "other__as_of");
    assertThat(count(joined, trips, Outcome.USED)).isEqualTo(1);
    assertThat(count(joined, trips, Outcome.TOO_OLD)).isEqualTo(1);
    assertThat(count(joined, trips, Outcome.DELETED)).isEqualTo(1);
    assertThat(count(joined, other, Outcome.NONE)).isEqualTo(1);
    assertThat(joined.select(max("`" + trips.age() + "`")).first().getLong(0)).isZero();
  }

  @Test
  void tellsTheAgeOfWhatIsUsed() {
    List<Label> labels = List.of(new Label("P1", LABEL, "1"));
    FeatureTable trips =
        Timeline.table(
            Timeline.records(spark, List.of(record(LABEL.minusSeconds(7200), 1L, "Y")), 1));

    Dataset<Row> joined =
        new PointInTimeJoin("moment", ANY_AGE, false)
            .transform(Timeline.labels(spark, labels, 1), List.of(trips), UnaryOperator.identity());

    assertThat(joined.select("`" + trips.age() + "`").first().getLong(0)).isEqualTo(7_200_000_000L);
  }

  private static long count(Dataset<Row> joined, FeatureTable table, Outcome outcome) {
    return joined.filter(col("`" + table.outcome() + "`").equalTo(outcome.name())).count();
  }

  private static Version record(Instant asOf, Long miles, String cabin) {
    return new Version("P1", asOf, miles, cabin, asOf, asOf, false);
  }

  private static Dataset<Row> trainingSet(
      List<Label> labels,
      List<Version> records,
      boolean readableOnly,
      Optional<Duration> age,
      int partitions) {
    List<FeatureTable> tables =
        List.of(Timeline.table(Timeline.records(spark, records, partitions)));
    return new PointInTimeJoin("moment", age, readableOnly)
        .transform(Timeline.labels(spark, labels, partitions), tables, UnaryOperator.identity())
        .select(
            col("person_id"),
            col("moment"),
            col("churned"),
            tables.get(0).value("miles"),
            tables.get(0).value("cabin"));
  }
}
