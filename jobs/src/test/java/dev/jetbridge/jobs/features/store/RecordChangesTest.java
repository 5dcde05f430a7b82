package dev.jetbridge.jobs.features.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.jobs.SparkTest;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RecordChangesTest extends SparkTest {
  private static final StructType RECORDS =
      StructType.fromDDL(
          "person_id STRING, as_of STRING, miles BIGINT, cabin STRING, model_id STRING, made_at"
              + " STRING");
  private static final StructType STORED =
      StructType.fromDDL(
          RECORDS.toDDL()
              + ", api_invocation_time TIMESTAMP, write_time TIMESTAMP, is_deleted BOOLEAN");
  private static final Timestamp FIRST = Timestamp.from(Instant.parse("2023-09-01T01:00:00Z"));
  private static final Timestamp SECOND = Timestamp.from(Instant.parse("2023-09-01T02:00:00Z"));
  private static final String AS_OF = "2023-08-31T23:59:59.999Z";

  @Test
  void repeatsNothingThatStayedAsItWasWhoeverMadeIt() {
    Dataset<Row> changes =
        changes(
            List.of(published("same", 1L, null), published("other", 2L, "Y")),
            List.of(
                stored("same", 1L, null, FIRST, false), stored("other", 1L, "Y", FIRST, false)));

    assertThat(rows(changes)).containsExactly("[other," + AS_OF + ",2,Y,new,today,false]");
  }

  @Test
  void withdrawsWhatThePublicationNoLongerHas() {
    Dataset<Row> changes = changes(List.of(), List.of(stored("gone", 1L, "Y", FIRST, false)));

    assertThat(rows(changes)).containsExactly("[gone," + AS_OF + ",null,null,null,null,true]");
  }

  @Test
  void comparesWithTheNewestVersionOnly() {
    Dataset<Row> changes =
        changes(
            List.of(published("back", 1L, "Y"), published("again", 1L, "Y")),
            List.of(
                stored("back", 1L, "Y", FIRST, false),
                stored("back", 2L, "Y", SECOND, false),
                stored("again", 1L, "Y", FIRST, false),
                stored("again", null, null, SECOND, true),
                stored("gone", 1L, "Y", FIRST, false),
                stored("gone", null, null, SECOND, true)));

    assertThat(rows(changes))
        .containsExactly(
            "[again," + AS_OF + ",1,Y,new,today,false]",
            "[back," + AS_OF + ",1,Y,new,today,false]");
  }

  @Test
  void bringsEveryTypeIntoThoseOfTheStore() {
    Dataset<Row> rows =
        spark.createDataFrame(
            List.of(
                RowFactory.create(
                    "P1",
                    Timestamp.from(Instant.parse("2023-08-31T23:59:59.999999Z")),
                    3,
                    new BigDecimal("12.50"),
                    true,
                    Date.valueOf("2023-02-28"),
                    Timestamp.from(Instant.parse("2023-01-02T03:04:05.000006Z"))),
                RowFactory.create(
                    "P2", Timestamp.from(Instant.EPOCH), null, null, false, null, null)),
            StructType.fromDDL(
                "person_id STRING, as_of TIMESTAMP, flights INT, spent DECIMAL(18,2),"
                    + " upgraded BOOLEAN, born DATE, booked_at TIMESTAMP"));
    StructType features =
        StructType.fromDDL(
            "person_id STRING, as_of STRING, flights BIGINT, spent DOUBLE, upgraded BIGINT,"
                + " born STRING, booked_at STRING");

    Dataset<Row> records = new FeatureRecords(features, "person_id", "as_of").transform(rows);

    assertThat(records.schema().toDDL()).isEqualTo(features.toDDL());
    assertThat(rows(records))
        .containsExactly(
            "[P1,2023-08-31T23:59:59.999Z,3,12.5,1,2023-02-28,2023-01-02T03:04:05.000006Z]",
            "[P2,1970-01-01T00:00:00.000Z,null,null,0,null,null]");
  }

  @Test
  void keepsTheLaterOfTwoRowsWithinAMillisecond() {
    Dataset<Row> rows =
        spark.createDataFrame(
            List.of(
                RowFactory.create(
                    "P1", Timestamp.from(Instant.parse("2023-08-31T10:00:00.000001Z")), 9L),
                RowFactory.create(
                    "P1", Timestamp.from(Instant.parse("2023-08-31T10:00:00.000002Z")), 1L),
                RowFactory.create(
                    "P1", Timestamp.from(Instant.parse("2023-08-31T10:00:00.001Z")), 5L)),
            StructType.fromDDL("person_id STRING, as_of TIMESTAMP, miles BIGINT"));
    StructType features = StructType.fromDDL("person_id STRING, as_of STRING, miles BIGINT");

    assertThat(rows(new FeatureRecords(features, "person_id", "as_of").transform(rows)))
        .containsExactly("[P1,2023-08-31T10:00:00.000Z,1]", "[P1,2023-08-31T10:00:00.001Z,5]");
  }

  private static Row published(String person, Long miles, String cabin) {
    return RowFactory.create(person, AS_OF, miles, cabin, "new", "today");
  }

  private static Row stored(
      String person, Long miles, String cabin, Timestamp written, boolean deleted) {
    String model = deleted ? null : "old";
    return RowFactory.create(
        person, AS_OF, miles, cabin, model, "yesterday", written, written, deleted);
  }

  private static Dataset<Row> changes(List<Row> published, List<Row> stored) {
    return new RecordChanges(
            "person_id", "as_of", List.of(RECORDS.fieldNames()), Set.of("model_id", "made_at"))
        .transform(
            spark.createDataFrame(published, RECORDS), spark.createDataFrame(stored, STORED));
  }

  private static List<String> rows(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }
}
