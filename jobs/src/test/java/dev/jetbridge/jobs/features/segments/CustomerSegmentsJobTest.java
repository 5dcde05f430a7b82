package dev.jetbridge.jobs.features.segments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.columns.CustomerSegments;
import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.features.purchases.Bought;
import dev.jetbridge.jobs.registration.Jobs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class CustomerSegmentsJobTest extends SparkTest {
  private static final String AS_OF = "2026-03-31T23:59:59.999999Z";
  private static final Map<String, Object> PARAMETERS = Map.of("segments", 5, "maximumRounds", 50);

  @Test
  void measuresWhatAPersonBought() {
    Dataset<Row> purchases =
        new Bought()
            .paid("P1", "2026-03-01T10:00:00Z", "100")
            .paid("P1", "2026-03-01T18:00:00Z", "10")
            .paid("P1", "2026-03-21T10:00:00Z", "200.50")
            .flew("P1", "2026-03-29T10:00:00Z", "other-person", "70")
            .paid("P1", "2026-04-01T00:00:00Z", "999")
            .in(spark);

    List<Row> rows = run(purchases, PARAMETERS).rows().collectAsList();

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).mkString("|"))
        .startsWith("P1|2026-03-31 23:59:59.999999|10|2|310.50|30|3|3|3|333|1|Everyone|k-means");
  }

  @Test
  void columnsAndTypesAreTheContracts() {
    assertThat(run(Bought.atRandom(5).in(spark), PARAMETERS).rows().schema().simpleString())
        .isEqualTo(
            "struct<person_id:string,as_of:timestamp,recency_days:int,frequency:int,"
                + "monetary_value:decimal(18,2),tenure_days:int,recency_score:int,"
                + "frequency_score:int,monetary_score:int,rfm_cell:int,segment_id:int,"
                + "segment_name:string,model_id:string>");
  }

  @Test
  void identicalWhateverThePartitions() {
    Dataset<Row> purchases = Bought.atRandom(150).in(spark);
    List<String> expected = withShufflePartitions(1, () -> lines(purchases));

    assertThat(withShufflePartitions(7, () -> lines(purchases.repartition(7)))).isEqualTo(expected);
    assertThat(withShufflePartitions(24, () -> lines(purchases.orderBy(Purchases.BOOKING_ID))))
        .isEqualTo(expected);
  }

  @Test
  void segmentsAreOrderedByValueAndTheirProfilesCountEveryCustomer() throws IOException {
    Outputs outputs = run(Bought.atRandom(300).in(spark), PARAMETERS);

    List<Row> rows = outputs.rows().collectAsList();
    JsonNode segments =
        new ObjectMapper().readTree(outputs.models().get(0).parameters()).get("segments");
    assertThat(segments).hasSize(5);
    double previous = Double.MAX_VALUE;
    for (JsonNode segment : segments) {
      List<Row> members =
          rows.stream()
              .filter(r -> r.<Integer>getAs("segment_id") == segment.get("id").asInt())
              .toList();
      assertThat(members).hasSize(segment.get("customers").asInt());
      assertThat(members)
          .allMatch(r -> r.getAs("segment_name").equals(segment.get("name").asText()));
      assertThat(segment.get("mean_monetary_value").asDouble()).isLessThan(previous);
      previous = segment.get("mean_monetary_value").asDouble();
    }
    assertThat(segments.findValuesAsText("name")).doesNotHaveDuplicates();
  }

  @Test
  void groupsThatDifferBecomeSegmentsWithTheirNames() {
    Bought bought = new Bought();
    for (int i = 0; i < 20; i++) {
      for (int month = 1; month <= 12; month++) {
        bought.paid("often" + i, String.format("2025-%02d-%02dT10:00:00Z", month, 1 + i), "900");
      }
      bought.paid("often" + i, "2026-03-25T10:00:00Z", "900");
      bought.paid("once-long-ago" + i, String.format("2024-04-%02dT10:00:00Z", 1 + i), "60");
      bought.paid("new" + i, String.format("2026-03-%02dT10:00:00Z", 1 + i), "60");
    }

    Map<String, Row> rows =
        byPerson(run(bought.in(spark), Map.of("segments", 3, "maximumRounds", 50)));

    assertThat(name(rows, "often7")).isEqualTo("Champions");
    assertThat(name(rows, "once-long-ago7")).isEqualTo("Dormant");
    assertThat(name(rows, "new7")).isEqualTo("New");
    assertThat(rows.get("often7").<Integer>getAs(CustomerSegments.SEGMENT_ID)).isEqualTo(1);
  }

  @Test
  void fewerCustomersThanSegmentsEachHaveTheirOwn() {
    Outputs outputs =
        run(
            new Bought()
                .paid("P1", "2026-03-01T10:00:00Z", "100")
                .paid("P2", "2025-03-01T10:00:00Z", "900")
                .in(spark),
            PARAMETERS);

    Map<String, Row> rows = byPerson(outputs);
    assertThat(rows.get("P2").<Integer>getAs(CustomerSegments.SEGMENT_ID)).isEqualTo(1);
    assertThat(rows.get("P1").<Integer>getAs(CustomerSegments.SEGMENT_ID)).isEqualTo(2);
  }

  @Test
  void equalCustomersAreOneSegmentWithMiddleScores() {
    Bought bought = new Bought();
    for (int i = 0; i < 9; i++) {
      bought.paid("P" + i, "2026-03-01T10:00:00Z", "100");
    }

    List<Row> rows = run(bought.in(spark), PARAMETERS).rows().collectAsList();

    assertThat(rows).hasSize(9);
    assertThat(rows).allMatch(r -> r.getAs("segment_name").equals("Everyone"));
    assertThat(rows).allMatch(r -> r.<Integer>getAs("rfm_cell") == 333);
  }

  @Test
  void refundedCustomersKeepTheirNegativeValue() {
    Outputs outputs =
        run(
            new Bought()
                .paid("P1", "2026-03-01T10:00:00Z", "-5.10")
                .paid("P2", "2025-03-01T10:00:00Z", "900")
                .in(spark),
            PARAMETERS);

    Row row = byPerson(outputs).get("P1");
    assertThat(row.getDecimal(row.fieldIndex("monetary_value"))).isEqualByComparingTo("-5.10");
    assertThat(row.<Integer>getAs("monetary_score")).isEqualTo(2);
  }

  @Test
  void noPurchasesGiveNoRowsAndNoModel() {
    Outputs outputs = run(new Bought().in(spark), PARAMETERS);

    assertThat(outputs.rows().collectAsList()).isEmpty();
    assertThat(outputs.models()).isEmpty();
  }

  @Test
  void laterPurchasesChangeNothing() {
    Dataset<Row> before = Bought.atRandom(40).in(spark);
    Dataset<Row> later =
        new Bought().paid(Bought.person(3), "2026-04-01T00:00:00Z", "999").in(spark);

    assertThat(lines(before.union(later))).isEqualTo(lines(before));
  }

  @Test
  void fitsTakeABoundedNumberOfSparkJobs() {
    Dataset<Row> few = Bought.atRandom(20).in(spark).localCheckpoint();
    Dataset<Row> many = Bought.atRandom(200).in(spark).localCheckpoint();

    int jobs = jobsOf(() -> run(many, PARAMETERS));

    assertThat(jobs).isEqualTo(jobsOf(() -> run(few, PARAMETERS))).isLessThanOrEqualTo(15);
  }

  @Test
  void refusesParametersThatAreOutOfBounds() {
    assertThatThrownBy(
            () -> Jobs.create("features.customer_segments", Map.of("segments", 0, "rounds", 5)))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("segments must be a whole number of at least 1")
        .hasMessageContaining("maximumRounds is missing")
        .hasMessageContaining("unknown parameter rounds");
  }

  private static Outputs run(Dataset<Row> purchases, Map<String, Object> parameters) {
    return Jobs.create("features.customer_segments", parameters)
        .run(InMemoryInputs.of(Purchases.TABLE, purchases), asOf(AS_OF));
  }

  private static List<String> lines(Dataset<Row> purchases) {
    Outputs outputs = run(purchases, PARAMETERS);
    List<String> lines =
        outputs.rows().collectAsList().stream()
            .map(row -> row.mkString("|"))
            .sorted()
            .collect(Collectors.toList());
    outputs.models().forEach(model -> lines.add(model.toString()));
    return lines;
  }

  private static Map<String, Row> byPerson(Outputs outputs) {
    return outputs.rows().collectAsList().stream()
        .collect(Collectors.toMap(row -> row.getString(0), Function.identity()));
  }

  private static String name(Map<String, Row> rows, String person) {
    return rows.get(person).getAs(CustomerSegments.SEGMENT_NAME);
  }
}
