package dev.jetbridge.jobs.features.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.columns.CustomerLifetimeValue;
import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.Model;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.features.purchases.Bought;
import dev.jetbridge.jobs.registration.Jobs;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CustomerLifetimeValueJobTest extends SparkTest {
  private static final String AS_OF = "2026-03-31T23:59:59.999999Z";
  private static final Map<String, Object> PARAMETERS =
      Map.of("horizonWeeks", 52, "annualDiscountRate", 0.1, "maximumCells", 2_000_000);

  @Test
  void findsThePublishedParametersOfCdnow() throws IOException {
    Bought bought = new Bought();
    for (Cdnow.Purchase purchase : Cdnow.purchases()) {
      bought.paid(
          String.format(Locale.ROOT, "P%024x", purchase.customer()),
          purchase.day().replaceFirst("(....)(..)(..)", "$1-$2-$3T12:00:00Z"),
          purchase.dollars());
    }

    Outputs outputs = run(bought.in(spark), PARAMETERS, "1997-09-30T23:59:59.999999Z");

    assertThat(outputs.models()).extracting(Model::kind).containsExactly("bg-nbd", "gamma-gamma");
    JsonNode purchases = parameters(outputs.models().get(0));
    assertThat(purchases.get("r").asDouble()).isCloseTo(0.2426, perMille());
    assertThat(purchases.get("alpha").asDouble()).isCloseTo(4.414, perMille());
    assertThat(purchases.get("a").asDouble()).isCloseTo(0.7929, perMille());
    assertThat(purchases.get("b").asDouble()).isCloseTo(2.4259, perMille());
    assertThat(logLikelihood(outputs.models().get(0))).isCloseTo(-9582.43, within(0.01));
    JsonNode values = parameters(outputs.models().get(1));
    assertThat(values.get("p").asDouble()).isCloseTo(6.250, perMille());
    assertThat(values.get("q").asDouble()).isCloseTo(3.744, perMille());
    assertThat(values.get("v").asDouble()).isCloseTo(15.444, perMille());
    assertThat(logLikelihood(outputs.models().get(1))).isCloseTo(-4055.92, within(0.01));
  }

  @Test
  void valuesOfACustomerFollowTheModels() throws IOException {
    Outputs outputs = run(Bought.atRandom(400).in(spark), PARAMETERS, AS_OF);

    assertThat(outputs.models()).allMatch(m -> !m.provenance().contains("reason"));
    JsonNode p = parameters(outputs.models().get(0));
    JsonNode v = parameters(outputs.models().get(1));
    BgNbd model =
        new BgNbd(
            p.get("r").asDouble(),
            p.get("alpha").asDouble(),
            p.get("a").asDouble(),
            p.get("b").asDouble());
    Row row =
        outputs.rows().collectAsList().stream()
            .filter(r -> r.<Integer>getAs(CustomerLifetimeValue.REPEAT_PURCHASES) == 2)
            .findFirst()
            .orElseThrow();
    int last = row.getAs(CustomerLifetimeValue.LAST_REPEAT_DAYS);
    int observed = row.getAs(CustomerLifetimeValue.OBSERVED_DAYS);
    double mean = row.getDecimal(row.fieldIndex("mean_repeat_value")).doubleValue();
    double expectedMean =
        v.get("p").asDouble()
            * (v.get("v").asDouble() + 2 * mean)
            / (2 * v.get("p").asDouble() + v.get("q").asDouble() - 1);
    double discounted = 0;
    for (int week = 1; week <= 52; week++) {
      discounted +=
          expectedMean
              * (model.expectedPurchases(2, last, observed, week)
                  - model.expectedPurchases(2, last, observed, week - 1))
              / Math.pow(1.1, week / 52.0);
    }
    assertThat(row.<Double>getAs(CustomerLifetimeValue.PROBABILITY_ALIVE))
        .isCloseTo(model.probabilityAlive(2, last, observed), within(1e-12));
    assertThat(row.<Double>getAs(CustomerLifetimeValue.EXPECTED_PURCHASES))
        .isCloseTo(model.expectedPurchases(2, last, observed, 52), within(1e-12));
    assertThat(row.getDecimal(row.fieldIndex("expected_mean_value")).doubleValue())
        .isCloseTo(expectedMean, within(0.02));
    assertThat(row.getDecimal(row.fieldIndex("discounted_value")).doubleValue())
        .isCloseTo(discounted, within(0.02));
    assertThat(row.getString(row.fieldIndex("model_id"))).isEqualTo(outputs.models().get(0).id());
    assertThat(outputs.models().get(0).provenance()).contains(outputs.models().get(1).id());
  }

  @Test
  void identicalWhateverThePartitions() {
    Dataset<Row> purchases = Bought.atRandom(120).in(spark);
    List<String> expected = withShufflePartitions(1, () -> lines(purchases));

    assertThat(withShufflePartitions(7, () -> lines(purchases.repartition(7)))).isEqualTo(expected);
    assertThat(withShufflePartitions(24, () -> lines(purchases.orderBy(Purchases.BOOKING_ID))))
        .isEqualTo(expected);
  }

  @Test
  void laterPurchasesChangeNothing() {
    Dataset<Row> before = Bought.atRandom(60).in(spark);
    Dataset<Row> later =
        new Bought().paid(Bought.person(3), "2026-04-01T00:00:00Z", "999").in(spark);

    assertThat(lines(before.union(later))).isEqualTo(lines(before));
  }

  @Test
  void fewRepeatCustomersShareOneRateAndOneMean() throws IOException {
    Dataset<Row> purchases =
        new Bought()
            .paid("P1", "2026-03-03T10:00:00Z", "100")
            .paid("P1", "2026-03-17T10:00:00Z", "200")
            .paid("P2", "2026-03-03T10:00:00Z", "60")
            .in(spark);

    Outputs outputs = run(purchases, PARAMETERS, AS_OF);

    assertThat(outputs.models().get(0).parameters())
        .isEqualTo("{\"fitted\":false,\"purchases_a_week\":0.125}");
    assertThat(outputs.models().get(0).provenance())
        .contains("1 customers with a repeat purchase, at least 30 needed");
    assertThat(outputs.models().get(0).note())
        .isEqualTo(
            "model bg-nbd not fitted: 1 customers with a repeat purchase, at least 30 needed");
    assertThat(outputs.models().get(1).parameters())
        .isEqualTo("{\"fitted\":false,\"mean_value\":120.0}");
    Map<String, Row> rows = byPerson(outputs);
    assertThat(rows.get("P1").mkString("|"))
        .startsWith("P1|2026-03-31 23:59:59.999999|1|14|28|200.00|1.0|6.5|120.00|");
    assertThat(rows.get("P2").mkString("|"))
        .startsWith("P2|2026-03-31 23:59:59.999999|0|0|28|null|1.0|6.5|120.00|");
    assertThat(rows.get("P2").getDecimal(rows.get("P2").fieldIndex("discounted_value")))
        .isEqualByComparingTo("743.30");
  }

  @Test
  void refundedRepeatsAreWorthLessThanThePopulationButNotNegative() {
    Dataset<Row> purchases =
        Bought.atRandom(400)
            .in(spark)
            .union(
                new Bought()
                    .paid("P-refunded", "2026-01-01T10:00:00Z", "100")
                    .paid("P-refunded", "2026-02-01T10:00:00Z", "-40")
                    .paid("P-single", "2026-02-01T10:00:00Z", "-40")
                    .in(spark));

    Map<String, Row> rows = byPerson(run(purchases, PARAMETERS, AS_OF));

    Row refunded = rows.get("P-refunded");
    Row single = rows.get("P-single");
    int mean = refunded.fieldIndex(CustomerLifetimeValue.EXPECTED_MEAN_VALUE);
    assertThat(refunded.getDecimal(refunded.fieldIndex("mean_repeat_value")))
        .isEqualByComparingTo("-40");
    assertThat(refunded.getDecimal(mean)).isPositive().isLessThan(single.getDecimal(mean));
  }

  /** One price and one rhythm: the values are right, the parameters are where the search stops. */
  @Test
  void saysThatAModelIsDegenerateAndStillValuesItsCustomers() {
    Bought bought = new Bought();
    for (int i = 0; i < 60; i++) {
      for (int n = 0; n < 5 + i % 20; n++) {
        LocalDate day = LocalDate.parse("2026-03-31").minusDays(7L * n + i % 3);
        bought.paid(Bought.person(i), day + "T10:00:00Z", "100");
      }
    }

    Outputs outputs = run(bought.in(spark), PARAMETERS, AS_OF);

    assertThat(outputs.models().get(0).note())
        .startsWith("model bg-nbd is degenerate: r ran to 1,097: customers do not differ in how");
    assertThat(outputs.models().get(0).provenance()).contains("\"degenerate\":\"r ran to 1,097");
    assertThat(outputs.models().get(1).note()).startsWith("model gamma-gamma is degenerate: p ran");
    Row row = byPerson(outputs).get(Bought.person(7));
    assertThat(row.<Double>getAs(CustomerLifetimeValue.EXPECTED_PURCHASES))
        .isCloseTo(52, within(1.0));
    assertThat(row.getDecimal(row.fieldIndex("expected_mean_value")).doubleValue())
        .isCloseTo(100, within(0.1));
  }

  @Test
  void noPurchasesGiveNoRowsAndNoModel() {
    Outputs outputs = run(new Bought().in(spark), PARAMETERS, AS_OF);

    assertThat(outputs.rows().collectAsList()).isEmpty();
    assertThat(outputs.models()).isEmpty();
  }

  @Test
  void onlyPurchasesOnTheAsOfDayPredictNothing() {
    Dataset<Row> purchases = new Bought().paid("P1", "2026-03-31T10:00:00Z", "100").in(spark);

    Row row = byPerson(run(purchases, PARAMETERS, AS_OF)).get("P1");

    assertThat(row.<Double>getAs(CustomerLifetimeValue.EXPECTED_PURCHASES)).isZero();
  }

  @Test
  void tooManyHistoriesAreSampledByPerson() throws IOException {
    Map<String, Object> few =
        Map.of("horizonWeeks", 52, "annualDiscountRate", 0.1, "maximumCells", 1000);
    Dataset<Row> purchases = Bought.atRandom(1500).in(spark);

    Outputs outputs = run(purchases, few, AS_OF);

    JsonNode provenance = new ObjectMapper().readTree(outputs.models().get(0).provenance());
    assertThat(provenance.get("sample").asText()).isEqualTo("1 in 2 by hash of person_id");
    assertThat(provenance.get("cells").asInt()).isBetween(500, 1000);
    assertThat(outputs.rows().collectAsList()).hasSize(1500);
  }

  @Test
  void columnsAndTypesAreTheContracts() {
    Dataset<Row> rows = run(Bought.atRandom(5).in(spark), PARAMETERS, AS_OF).rows();

    assertThat(rows.schema().simpleString())
        .isEqualTo(
            "struct<person_id:string,as_of:timestamp,repeat_purchases:int,last_repeat_days:int,"
                + "observed_days:int,mean_repeat_value:decimal(18,2),probability_alive:double,"
                + "expected_purchases:double,expected_mean_value:decimal(18,2),"
                + "discounted_value:decimal(18,2),horizon_weeks:int,model_id:string>");
  }

  @Test
  void fitsTakeABoundedNumberOfSparkJobs() {
    Dataset<Row> few = Bought.atRandom(100).in(spark).localCheckpoint();
    Dataset<Row> many = Bought.atRandom(400).in(spark).localCheckpoint();

    int jobs = jobsOf(() -> run(many, PARAMETERS, AS_OF));

    assertThat(jobs).isEqualTo(jobsOf(() -> run(few, PARAMETERS, AS_OF))).isLessThanOrEqualTo(15);
  }

  @Test
  void refusesParametersThatAreOutOfBounds() {
    Map<String, Object> wrong =
        Map.of("horizonWeeks", 0, "annualDiscountRate", -0.1, "maximumCels", 5000);

    assertThatThrownBy(() -> Jobs.create("features.customer_lifetime_value", wrong))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("horizonWeeks must be a whole number of at least 1")
        .hasMessageContaining("annualDiscountRate must be a number of at least 0")
        .hasMessageContaining("maximumCells is missing")
        .hasMessageContaining("unknown parameter maximumCels");
  }

  private static Outputs run(Dataset<Row> purchases, Map<String, Object> parameters, String asOf) {
    return Jobs.create("features.customer_lifetime_value", parameters)
        .run(InMemoryInputs.of(Purchases.TABLE, purchases), asOf(asOf));
  }

  private static List<String> lines(Dataset<Row> purchases) {
    Outputs outputs = run(purchases, PARAMETERS, AS_OF);
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

  private static JsonNode parameters(Model model) throws IOException {
    return new ObjectMapper().readTree(model.parameters());
  }

  private static double logLikelihood(Model model) throws IOException {
    return new ObjectMapper().readTree(model.provenance()).get("log_likelihood").asDouble();
  }

  private static Percentage perMille() {
    return Percentage.withPercentage(0.1);
  }
}
