package dev.jetbridge.jobs.features.store;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.jobs.SparkTest;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class OnlineChangesTest extends SparkTest {
  private static final StructType RECORDS =
      StructType.fromDDL("person_id STRING, as_of STRING, miles BIGINT, model_id STRING");
  private static final StructType REMEMBERED =
      StructType.fromDDL(
          "record_identifier STRING, event_time STRING, digest STRING, expires_at TIMESTAMP, status"
              + " STRING");
  private static final Instant NOW = Instant.parse("2023-09-10T00:00:00Z");
  private static final Duration TIME_TO_LIVE = Duration.ofDays(10);
  private static final String OLD = "2023-09-03T00:00:00.000Z";
  private static final String NEW = "2023-09-08T00:00:00.000Z";
  private static final String NEWER = "2023-09-09T00:00:00.000Z";

  private final OnlineChanges changes =
      new OnlineChanges("person_id", "as_of", Set.of("model_id"), Optional.of(TIME_TO_LIVE), NOW);

  /** A record of 1 has the digest {@code one}, one of 2 another. */
  @Test
  void tellsWhatTheStoreLacks() {
    String one = digest();

    Map<String, String> actions =
        actions(
            List.of(
                record("new", NEW, 1L),
                record("same", NEW, 1L),
                record("later and same", NEWER, 1L),
                record("later and half through its life", NEW, 1L),
                record("later", NEWER, 2L),
                record("corrected", NEW, 2L),
                record("set back", NEW, 1L),
                record("expired meanwhile", NEW, 1L),
                record("refused and never there", NEW, 1L),
                record("refused and there before", NEW, 2L),
                record("correction refused and taken back", NEW, 1L),
                record("put and cut", NEW, 1L),
                record("put, cut and corrected", NEW, 2L),
                record("put, cut and later", NEWER, 1L),
                record("replaced and cut", NEW, 1L),
                record("deleted, cut and back", NEW, 1L)),
            List.of(
                sent("same", NEW, one),
                sent("later and same", NEW, one),
                sent("later and half through its life", OLD, one),
                sent("later", NEW, one),
                sent("corrected", NEW, one),
                sent("set back", NEWER, one),
                remembered("expired meanwhile", OLD, one, NOW, "sent"),
                remembered("refused and never there", null, null, null, "refused"),
                remembered("refused and there before", OLD, one, null, "refused"),
                remembered("correction refused and taken back", NEW, one, null, "refused"),
                remembered("put and cut", NEW, one, null, "putting"),
                remembered("put, cut and corrected", NEW, one, null, "putting"),
                remembered("put, cut and later", NEW, one, null, "putting"),
                remembered("replaced and cut", NEW, null, null, "replacing"),
                remembered("deleted, cut and back", NEW, null, null, "deleting"),
                sent("gone", NEW, one),
                remembered("gone, expired", OLD, one, NOW, "sent"),
                remembered("gone, refused and never there", null, null, null, "refused"),
                remembered("gone, cut", NEW, null, null, "deleting")));

    assertThat(actions)
        .isEqualTo(
            Map.ofEntries(
                Map.entry("new", "put"),
                Map.entry("same", "keep"),
                Map.entry("later and same", "keep"),
                Map.entry("later and half through its life", "put"),
                Map.entry("later", "put"),
                Map.entry("corrected", "replace"),
                Map.entry("set back", "replace"),
                Map.entry("expired meanwhile", "put"),
                Map.entry("refused and never there", "put"),
                Map.entry("refused and there before", "put"),
                Map.entry("correction refused and taken back", "keep"),
                Map.entry("put and cut", "put"),
                Map.entry("put, cut and corrected", "replace"),
                Map.entry("put, cut and later", "put"),
                Map.entry("replaced and cut", "replace"),
                Map.entry("deleted, cut and back", "replace"),
                Map.entry("gone", "delete"),
                Map.entry("gone, expired", "forget"),
                Map.entry("gone, refused and never there", "forget"),
                Map.entry("gone, cut", "delete")));
  }

  private String digest() {
    Row row = transformed(List.of(record("any", OLD, 1L)), List.of()).first();
    assertThat(row.<Timestamp>getAs("expires_at").toInstant())
        .isEqualTo(Instant.parse(OLD).plus(TIME_TO_LIVE));
    return row.getAs("digest");
  }

  private Map<String, String> actions(List<Row> records, List<Row> remembered) {
    Map<String, String> actions = new HashMap<>();
    transformed(records, remembered)
        .select(col("record_identifier"), col("action"))
        .collectAsList()
        .forEach(row -> actions.put(row.getString(0), row.getString(1)));
    return actions;
  }

  private Dataset<Row> transformed(List<Row> records, List<Row> remembered) {
    return changes.transform(
        spark.createDataFrame(records, RECORDS), spark.createDataFrame(remembered, REMEMBERED));
  }

  /** Whoever made it. */
  private static Row record(String person, String asOf, long miles) {
    return RowFactory.create(person, asOf, miles, "model of " + person);
  }

  private static Row sent(String person, String eventTime, String digest) {
    return remembered(
        person, eventTime, digest, Instant.parse(eventTime).plus(TIME_TO_LIVE), "sent");
  }

  private static Row remembered(
      String person, String eventTime, String digest, Instant expiresAt, String status) {
    return RowFactory.create(
        person, eventTime, digest, expiresAt == null ? null : Timestamp.from(expiresAt), status);
  }
}
