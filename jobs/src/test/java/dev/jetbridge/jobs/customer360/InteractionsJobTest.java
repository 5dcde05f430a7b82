package dev.jetbridge.jobs.customer360;

import static dev.jetbridge.jobs.customer360.Sold.AMINA;
import static dev.jetbridge.jobs.customer360.Sold.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.columns.Interactions;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.customer360.Sold.Coupon;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class InteractionsJobTest extends SparkTest {
  private static final RunContext RUN = asOf("2026-03-31T23:59:59.999999Z");
  private static final Coupon COUPON = Coupon.of("T1", "100.00", "10.00");

  @Test
  void tellsABookingOncePersonAndBooking() {
    var events =
        ofType(
            "booking",
            new Sold()
                .coupon(COUPON)
                .coupon(Coupon.of("T2", "1.00", "0").paidBy("person"))
                .persons("T1", AMINA, AMINA)
                .persons("T2", BEN, AMINA));

    assertThat(events)
        .extracting(InteractionsJobTest::description)
        .containsExactlyInAnyOrder(
            "Booking of 2 flight coupons on the web, as payer and traveller",
            "Booking of 1 flight coupon on the web, as traveller");
    assertThat(events)
        .extracting(event -> event.<String>getAs(Interactions.SOURCE))
        .containsOnly("reservations.bookings");
    assertThat(events)
        .extracting(InteractionsJobTest::occurredAt)
        .containsOnly(Instant.parse("2026-03-01T10:00:00Z"));
  }

  @Test
  void tellsAFlightWithItsDelay() {
    Row event =
        onlyFlight(travelled().leg("arrived", "2026-03-20T10:10:00Z", "2026-03-20T17:14:59Z"));

    assertThat(type(event)).isEqualTo("flight");
    assertThat(event.<Integer>getAs(Interactions.DELAY_MINUTES)).isEqualTo(14);
    assertThat(description(event)).isEqualTo("Flew EK001 LHR–DXB in business, 14 minutes late");
    assertThat(occurredAt(event)).isEqualTo(Instant.parse("2026-03-20T10:10:00Z"));
    assertThat(event.<String>getAs(Interactions.FLIGHT_NUMBER)).isEqualTo("EK001");
    assertThat(event.<String>getAs(Interactions.SOURCE)).isEqualTo("flightops.flight_legs");
    assertThat(event.<String>getAs(Interactions.INTERACTION_ID)).matches("I[0-9a-f]{24}");
  }

  @Test
  void callsAFlightDelayedFromTheMinutesOfTheContract() {
    Row event =
        onlyFlight(travelled().leg("arrived", "2026-03-20T10:10:00Z", "2026-03-20T17:15:00Z"));

    assertThat(type(event)).isEqualTo("flight-delayed");
  }

  @Test
  void tellsAnEarlyArrival() {
    Row event =
        onlyFlight(travelled().leg("arrived", "2026-03-20T10:00:00Z", "2026-03-20T16:59:00Z"));

    assertThat(event.<Integer>getAs(Interactions.DELAY_MINUTES)).isEqualTo(-1);
    assertThat(description(event)).endsWith(", 1 minute early");
  }

  @Test
  void tellsACancelledFlight() {
    Row event = onlyFlight(travelled().leg("cancelled", null, null));

    assertThat(type(event)).isEqualTo("flight-cancelled");
    assertThat(description(event)).isEqualTo("Cancelled flight EK001 LHR–DXB in business");
    assertThat(event.isNullAt(event.fieldIndex(Interactions.DELAY_MINUTES))).isTrue();
    assertThat(occurredAt(event)).isEqualTo(Instant.parse("2026-03-20T10:00:00Z"));
  }

  @Test
  void doesNotKnowTheDelayBeforeTheArrival() {
    RunContext inTheAir = asOf("2026-03-20T12:00:00Z");
    Sold sold = travelled().leg("arrived", "2026-03-20T10:00:00Z", "2026-03-20T18:00:00Z");

    Row event = flights(interactions(sold.in(spark), inTheAir)).get(0);

    assertThat(type(event)).isEqualTo("flight");
    assertThat(event.isNullAt(event.fieldIndex(Interactions.DELAY_MINUTES))).isTrue();
    assertThat(description(event)).endsWith(", arrival not known yet");
  }

  @Test
  void keepsTheTokenOfAFlightWhenItTurnsOutLate() {
    Sold sold = travelled().leg("arrived", "2026-03-20T10:00:00Z", "2026-03-20T18:00:00Z");

    Row before = flights(interactions(sold.in(spark), asOf("2026-03-20T12:00:00Z"))).get(0);
    Row after = onlyFlight(sold);

    assertThat(after.<String>getAs(Interactions.INTERACTION_ID))
        .isEqualTo(before.<String>getAs(Interactions.INTERACTION_ID));
    assertThat(type(after)).isEqualTo("flight-delayed");
  }

  @Test
  void tellsNoFlightThatHasNotLeftOrThatThePersonDoesNotFly() {
    Sold notLeft = travelled().leg("scheduled", null, null);
    Sold departsLater = travelled().leg("departed", "2026-04-01T00:00:01Z", null);
    Sold cancelledCoupon =
        new Sold()
            .coupon(COUPON.cancelled("0"))
            .persons("T1", AMINA, AMINA)
            .leg("arrived", "2026-03-20T10:00:00Z", "2026-03-20T17:00:00Z");
    Sold payerOnly =
        new Sold()
            .coupon(COUPON.paidBy("person"))
            .persons("T1", null, BEN)
            .leg("arrived", "2026-03-20T10:00:00Z", "2026-03-20T17:00:00Z");

    assertThat(List.of(notLeft, departsLater, cancelledCoupon, payerOnly))
        .allSatisfy(sold -> assertThat(flights(interactions(sold.in(spark), RUN))).isEmpty());
  }

  @Test
  void tellsEnrolmentMilesAndSales() {
    var events =
        interactions(
            new Sold()
                .member("SK000000001", "2020-01-01", AMINA)
                .miles("A1", "flight", 1200, "EK001", null, "2026-03-21T00:00:00Z", AMINA)
                .miles("A2", "partner", 1, null, "HTL", "2026-03-22T00:00:00Z", AMINA)
                .miles("A3", "redemption", -5000, null, null, "2026-03-23T00:00:00Z", AMINA)
                .miles("A4", "adjustment", -7, null, null, "2026-03-24T00:00:00Z", AMINA)
                .miles("A5", "flight", 10, null, null, "2026-03-24T00:00:00Z", null)
                .sale("S1", "perfume", 2, "2026-03-20T13:00:00Z", AMINA)
                .in(spark),
            RUN);

    assertThat(events)
        .extracting(event -> type(event) + ": " + description(event))
        .containsExactlyInAnyOrder(
            "enrolment: Joined the loyalty programme",
            "miles: Earned 1200 miles for flight EK001",
            "miles: Earned 1 mile with partner HTL",
            "miles: Spent 5000 miles",
            "miles: Corrected by minus 7 miles",
            "onboard-sale: Bought 2 pieces of perfume on board EK001");
    assertThat(events)
        .filteredOn(event -> description(event).startsWith("Spent"))
        .extracting(event -> event.<Integer>getAs(Interactions.MILES))
        .containsExactly(-5000);
    assertThat(events)
        .extracting(event -> event.<String>getAs(Interactions.INTERACTION_ID))
        .doesNotHaveDuplicates();
  }

  @Test
  void ignoresWhatHappensAfterAsOf() {
    var events =
        interactions(
            new Sold()
                .coupon(COUPON.booking("LOC001", "2026-04-01T00:00:00Z"))
                .persons("T1", AMINA, AMINA)
                .leg("arrived", "2026-03-20T10:00:00Z", "2026-03-20T17:00:00Z")
                .member("SK000000001", "2026-04-01", AMINA)
                .miles("A1", "flight", 5, null, null, "2026-04-01T00:00:00Z", AMINA)
                .sale("S1", "toys", 1, "2026-04-01T00:00:00Z", AMINA)
                .in(spark),
            RUN);

    assertThat(events).isEmpty();
  }

  @Test
  void doesNotDependOnOrderOrPartitions() {
    Sold sold = new Sold().leg("arrived", "2026-03-20T10:00:00Z", "2026-03-20T18:00:00Z");
    for (int i = 0; i < 30; i++) {
      String person = i % 4 == 0 ? BEN : AMINA;
      sold.coupon(Coupon.of("T" + i, "1.00", "0").booking("LOC00" + i % 5, "2026-03-01T10:00:00Z"))
          .persons("T" + i, person, i % 3 == 0 ? BEN : AMINA)
          .miles("A" + i, "flight", 1 + i, "EK001", null, "2026-03-21T00:00:00Z", person);
    }

    var once = withShufflePartitions(1, () -> interactions(sold.in(spark), RUN));
    var often =
        withShufflePartitions(
            7,
            () ->
                interactions(
                    sold.in(
                        spark,
                        rows -> rows.repartition(7).sort(rows.columns()[1], rows.columns()[0])),
                    RUN));

    assertThat(once).hasSizeGreaterThan(60);
    assertThat(often).containsExactlyInAnyOrderElementsOf(once);
  }

  private static Sold travelled() {
    return new Sold().coupon(COUPON).persons("T1", AMINA, AMINA);
  }

  private static Row onlyFlight(Sold sold) {
    List<Row> flights = flights(interactions(sold.in(spark), RUN));
    assertThat(flights).hasSize(1);
    return flights.get(0);
  }

  private static List<Row> flights(List<Row> events) {
    return events.stream().filter(event -> type(event).startsWith("flight")).toList();
  }

  private static List<Row> ofType(String type, Sold sold) {
    return interactions(sold.in(spark), RUN).stream()
        .filter(event -> type(event).equals(type))
        .toList();
  }

  private static List<Row> interactions(InMemoryInputs inputs, RunContext run) {
    return new InteractionsJob(15).run(inputs, run).rows().collectAsList();
  }

  private static String type(Row event) {
    return event.getAs(Interactions.INTERACTION_TYPE);
  }

  private static String description(Row event) {
    return event.getAs(Interactions.DESCRIPTION);
  }

  private static Instant occurredAt(Row event) {
    return event.<Timestamp>getAs(Interactions.OCCURRED_AT).toInstant();
  }
}
