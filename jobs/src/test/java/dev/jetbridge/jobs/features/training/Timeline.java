package dev.jetbridge.jobs.features.training;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Labels and records in plain Java, and the training set that follows by looking at each pair. */
final class Timeline {
  static final StructType LABELS =
      StructType.fromDDL("person_id STRING, moment TIMESTAMP, churned STRING, number BIGINT");
  static final StructType RECORDS =
      StructType.fromDDL(
          "person_id STRING, as_of STRING, miles BIGINT, cabin STRING,"
              + " api_invocation_time TIMESTAMP, write_time TIMESTAMP, is_deleted BOOLEAN");
  private static final DateTimeFormatter EVENT_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'")
          .withZone(java.time.ZoneOffset.UTC);

  record Label(String person, Instant moment, String churned) {}

  record Version(
      String person,
      Instant asOf,
      Long miles,
      String cabin,
      Instant invoked,
      Instant written,
      boolean deleted) {}

  private Timeline() {}

  /** Few persons and few instants, so that ties, equal labels and exact hits are frequent. */
  static List<Label> labels(Random random, int count) {
    List<Label> labels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      labels.add(new Label(person(random), instant(random), random.nextBoolean() ? "1" : "0"));
    }
    return labels;
  }

  static List<Version> records(Random random, int count) {
    List<Version> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean deleted = random.nextInt(6) == 0;
      Instant asOf = instant(random);
      Instant invoked = asOf.plusSeconds(random.nextInt(40));
      records.add(
          new Version(
              person(random),
              asOf,
              deleted || random.nextInt(4) == 0 ? null : (long) random.nextInt(1000),
              deleted || random.nextInt(4) == 0 ? null : "cabin " + random.nextInt(3),
              invoked,
              invoked.plusSeconds(random.nextInt(10)),
              deleted));
    }
    return records;
  }

  private static String person(Random random) {
    return "P" + random.nextInt(7);
  }

  private static Instant instant(Random random) {
    return Instant.parse("2023-08-31T23:58:00Z")
        .plusSeconds(random.nextInt(240))
        .plusMillis(random.nextInt(3) * 500L);
  }

  static Dataset<Row> labels(SparkSession spark, List<Label> labels, int partitions) {
    return spark
        .createDataFrame(
            IntStream.range(0, labels.size())
                .mapToObj(
                    i ->
                        RowFactory.create(
                            labels.get(i).person(),
                            java.sql.Timestamp.from(labels.get(i).moment()),
                            labels.get(i).churned(),
                            (long) i))
                .toList(),
            LABELS)
        .repartition(partitions);
  }

  static Dataset<Row> records(SparkSession spark, List<Version> records, int partitions) {
    return spark
        .createDataFrame(
            records.stream()
                .map(
                    r ->
                        RowFactory.create(
                            r.person(),
                            EVENT_TIME.format(r.asOf()),
                            r.miles(),
                            r.cabin(),
                            java.sql.Timestamp.from(r.invoked()),
                            java.sql.Timestamp.from(r.written()),
                            r.deleted()))
                .toList(),
            RECORDS)
        .repartition(partitions);
  }

  static FeatureTable table(Dataset<Row> records) {
    return new FeatureTable(
        "trips", records, "person_id", "as_of", "person_id", List.of("miles", "cabin"));
  }

  /** The training set row by row: each label against each record. */
  static List<String> expected(
      List<Label> labels, List<Version> records, boolean readableOnly, Optional<Duration> age) {
    Comparator<Version> order =
        Comparator.comparing(Version::asOf)
            .thenComparing(Version::invoked)
            .thenComparing(Version::written)
            .thenComparing(Version::deleted)
            .thenComparing(Version::miles, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Version::cabin, Comparator.nullsFirst(Comparator.naturalOrder()));
    List<String> rows = new ArrayList<>();
    for (Label label : labels) {
      Optional<Version> current =
          records.stream()
              .filter(r -> r.person().equals(label.person()))
              .filter(r -> !r.asOf().isAfter(label.moment()))
              .filter(r -> !readableOnly || !r.written().isAfter(label.moment()))
              .max(order)
              .filter(r -> !r.deleted())
              .filter(r -> age.isEmpty() || !r.asOf().plus(age.get()).isBefore(label.moment()));
      rows.add(
          String.join(
              "|",
              label.person(),
              label.moment().toString(),
              label.churned(),
              Objects.toString(current.map(Version::miles).orElse(null)),
              Objects.toString(current.map(Version::cabin).orElse(null))));
    }
    return rows.stream().sorted().toList();
  }

  /** Rows of a training set as text, in order of the text. */
  static List<String> actual(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(
            r ->
                String.join(
                    "|",
                    r.getString(0),
                    r.getTimestamp(1).toInstant().toString(),
                    r.getString(2),
                    Objects.toString(r.get(3)),
                    Objects.toString(r.get(4))))
        .sorted()
        .toList();
  }
}
