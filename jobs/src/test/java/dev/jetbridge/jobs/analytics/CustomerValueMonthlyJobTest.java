package dev.jetbridge.jobs.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.columns.CustomerSegments;
import dev.jetbridge.contracts.columns.CustomerValueMonthly;
import dev.jetbridge.contracts.columns.Persons;
import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.Rows;
import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.registration.Jobs;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class CustomerValueMonthlyJobTest extends SparkTest {
  private static final String AS_OF = "2026-03-31T23:59:59.999999Z";

  private final Rows purchases =
      Rows.of(
          Purchases.TABLE,
          Purchases.PERSON_ID,
          Purchases.BOOKING_ID,
          Purchases.PURCHASED_AT,
          Purchases.PURCHASE_DATE,
          Purchases.PAYMENT_PARTY,
          Purchases.IS_PAYER,
          Purchases.IS_TRAVELLER,
          Purchases.PAID_NET_VALUE,
          Purchases.FLOWN_NET_VALUE,
          Purchases.BASE_CURRENCY);
  private final Rows segments =
      Rows.of(
          CustomerSegments.TABLE,
          CustomerSegments.PERSON_ID,
          CustomerSegments.AS_OF,
          CustomerSegments.SEGMENT_NAME);
  private final Rows persons = Rows.of(Persons.TABLE, Persons.PERSON_ID, Persons.TIER);
  private int bookings;

  @Test
  void addsUpTheMonthsOfASegmentAndTier() {
    paid("P1", "2026-01-31T23:59:59Z", "100.10");
    paid("P1", "2026-02-01T00:00:00Z", "50");
    paid("P1", "2026-02-20T10:00:00Z", "25");
    paid("P2", "2026-02-03T10:00:00Z", "-5.05");
    inSegment("P1", AS_OF, "Champions").inSegment("P2", AS_OF, "Champions");
    inTier("P1", "gold").inTier("P2", "gold");

    assertThat(lines())
        .containsExactly(
            "2026-01-01|Champions|gold|1|1|1|100.10|AED",
            "2026-02-01|Champions|gold|2|1|3|69.95|AED");
  }

  @Test
  void keepsCustomersWithoutSegmentOrTierUnderNone() {
    paid("P1", "2026-01-05T10:00:00Z", "10");
    paid("P2", "2026-01-06T10:00:00Z", "20");
    paid("P3", "2026-01-07T10:00:00Z", "30");
    inSegment("P1", AS_OF, "New");
    inTier("P2", "blue").inTier("P3", null);

    assertThat(lines())
        .containsExactly(
            "2026-01-01|New|none|1|1|1|10.00|AED",
            "2026-01-01|none|blue|1|1|1|20.00|AED",
            "2026-01-01|none|none|1|1|1|30.00|AED");
  }

  @Test
  void takesTheNewestSegmentationUpToTheAsOfInstant() {
    paid("P1", "2026-01-05T10:00:00Z", "10");
    paid("P2", "2026-01-05T10:00:00Z", "10");
    inSegment("P1", "2026-02-28T23:59:59.999999Z", "New")
        .inSegment("P2", "2026-02-28T23:59:59.999999Z", "New")
        .inSegment("P1", "2026-03-15T23:59:59.999999Z", "Loyal")
        .inSegment("P1", "2026-04-01T23:59:59.999999Z", "Champions");

    assertThat(lines())
        .containsExactly(
            "2026-01-01|Loyal|none|1|1|1|10.00|AED", "2026-01-01|none|none|1|1|1|10.00|AED");
  }

  @Test
  void countsWhatAnAgencyPaidForItsTravellerAndNothingThatAnotherPersonPaid() {
    bought("P1", "2026-01-05T10:00:00Z", "agency", false, true, "0", "70");
    bought("P2", "2026-01-05T10:00:00Z", "other-person", false, true, "0", "80");
    bought("P3", "2026-01-05T10:00:00Z", "self", true, false, "90", "0");

    assertThat(lines()).containsExactly("2026-01-01|none|none|2|2|2|160.00|AED");
  }

  @Test
  void leavesOutWhatWasBoughtAfterTheAsOfInstant() {
    paid("P1", "2026-03-31T23:59:59.999999Z", "10");
    paid("P1", "2026-04-01T00:00:00Z", "99");

    assertThat(lines()).containsExactly("2026-03-01|none|none|1|1|1|10.00|AED");
  }

  @Test
  void netRevenueIsThatOfPurchasesToTheCentAndCustomersAreCountedOnce() {
    atRandom();

    Dataset<Row> rows = run(UnaryOperator.identity());

    Row found = rows.selectExpr("sum(net_revenue)", "sum(purchases)", "sum(new_customers)").first();
    Row expected =
        purchases
            .in(spark)
            .filter("is_payer or payment_party = 'agency'")
            .selectExpr(
                "sum(if(is_payer, paid_net_value, flown_net_value))",
                "count(*)",
                "count(distinct person_id)")
            .first();
    assertThat(found.getDecimal(0)).isEqualByComparingTo(expected.getDecimal(0));
    assertThat(found.getDecimal(0)).isGreaterThan(BigDecimal.valueOf(100_000));
    assertThat(found.getLong(1)).isEqualTo(expected.getLong(1));
    assertThat(found.getLong(2)).isEqualTo(expected.getLong(2));
    long customerMonths =
        purchases
            .in(spark)
            .filter("is_payer or payment_party = 'agency'")
            .selectExpr("person_id", "trunc(purchase_date, 'MM')")
            .distinct()
            .count();
    assertThat(rows.selectExpr("sum(customers)").first().getLong(0)).isEqualTo(customerMonths);
  }

  @Test
  void identicalWhateverThePartitions() {
    atRandom();
    List<String> expected = withShufflePartitions(1, () -> lines(UnaryOperator.identity()));

    assertThat(withShufflePartitions(3, () -> lines(rows -> rows.repartition(5))))
        .isEqualTo(expected);
    assertThat(withShufflePartitions(5, () -> lines(rows -> rows.orderBy("person_id"))))
        .isEqualTo(expected);
  }

  private void atRandom() {
    SplittableRandom random = new SplittableRandom(7);
    List<String> tiers = List.of("blue", "silver", "gold", "platinum");
    for (int person = 0; person < 60; person++) {
      String id = String.format(Locale.ROOT, "P%024x", person);
      for (int i = random.nextInt(6); i >= 0; i--) {
        String at =
            String.format(
                Locale.ROOT,
                "2026-%02d-%02dT10:00:00Z",
                1 + random.nextInt(3),
                1 + random.nextInt(28));
        String value = String.format(Locale.ROOT, "%.2f", 2_000 * random.nextDouble() - 100);
        String party = List.of("self", "agency", "other-person").get(random.nextInt(3));
        boolean payer = party.equals("self");
        bought(id, at, party, payer, true, payer ? value : "0", value);
      }
      if (random.nextInt(4) > 0) {
        inSegment(id, AS_OF, "Segment " + random.nextInt(5));
      }
      if (random.nextInt(2) > 0) {
        inTier(id, tiers.get(random.nextInt(4)));
      }
    }
  }

  private void paid(String person, String at, String value) {
    bought(person, at, "self", true, true, value, value);
  }

  private void bought(
      String person,
      String at,
      String party,
      boolean payer,
      boolean traveller,
      String paid,
      String flown) {
    String booking = String.format(Locale.ROOT, "B%024x", bookings++);
    purchases.row(
        person, booking, at, at.substring(0, 10), party, payer, traveller, paid, flown, "AED");
  }

  private CustomerValueMonthlyJobTest inSegment(String person, String asOf, String name) {
    segments.row(person, asOf, name);
    return this;
  }

  private CustomerValueMonthlyJobTest inTier(String person, String tier) {
    persons.row(person, tier);
    return this;
  }

  private List<String> lines() {
    return lines(UnaryOperator.identity());
  }

  private List<String> lines(UnaryOperator<Dataset<Row>> arranged) {
    return run(arranged)
        .select(
            CustomerValueMonthly.MONTH,
            CustomerValueMonthly.SEGMENT,
            CustomerValueMonthly.TIER,
            CustomerValueMonthly.CUSTOMERS,
            CustomerValueMonthly.NEW_CUSTOMERS,
            CustomerValueMonthly.PURCHASES,
            CustomerValueMonthly.NET_REVENUE,
            CustomerValueMonthly.BASE_CURRENCY)
        .collectAsList()
        .stream()
        .map(row -> row.mkString("|"))
        .sorted()
        .toList();
  }

  private Dataset<Row> run(UnaryOperator<Dataset<Row>> arranged) {
    InMemoryInputs inputs =
        InMemoryInputs.of(Purchases.TABLE, arranged.apply(purchases.in(spark)))
            .and(CustomerSegments.TABLE, arranged.apply(segments.in(spark)))
            .and(Persons.TABLE, arranged.apply(persons.in(spark)));
    return Jobs.create("analytics.customer_value_monthly", Map.of())
        .run(inputs, asOf(AS_OF))
        .rows();
  }
}
