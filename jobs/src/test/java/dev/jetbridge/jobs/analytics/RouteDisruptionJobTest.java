package dev.jetbridge.jobs.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.contracts.columns.RouteDisruption;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.Rows;
import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.registration.Jobs;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class RouteDisruptionJobTest extends SparkTest {
  private static final String AS_OF = "2026-03-31T23:59:59.999999Z";
  private static final Map<String, Object> PARAMETERS =
      Map.of("delayedFromMinutes", 15, "longDelayFromMinutes", 180);

  private final Rows legs =
      Rows.of(
          FlightLegs.TABLE,
          FlightLegs.FLIGHT_NUMBER,
          FlightLegs.DEPARTURE_DATE,
          FlightLegs.DEPARTURE_AIRPORT,
          FlightLegs.ARRIVAL_AIRPORT,
          FlightLegs.SCHEDULED_DEPARTURE_AT,
          FlightLegs.SCHEDULED_ARRIVAL_AT,
          FlightLegs.ACTUAL_ARRIVAL_AT,
          FlightLegs.STATUS,
          FlightLegs.DELAY_CAUSE_CODE);
  private int flights;

  @Test
  void countsWhatBecameOfTheFlightsOfARoute() {
    arrived("LHR", "2026-03-02T10:00:00Z", -3, null);
    arrived("LHR", "2026-03-03T10:00:00Z", 14, null);
    arrived("LHR", "2026-03-04T10:00:00Z", 15, null);
    leg("LHR", "2026-03-31T23:00:00Z", null, "departed", null);
    arrived("LHR", "2026-02-28T10:00:00Z", 0, null);
    arrived("CDG", "2026-03-02T10:00:00Z", 0, null);

    assertThat(lines())
        .containsExactly(
            "2026-02-01|LHR|DXB|none|none|1|0|1|1|0|0|0|null|null",
            "2026-03-01|CDG|DXB|none|none|1|0|1|1|0|0|0|null|null",
            "2026-03-01|LHR|DXB|none|none|4|0|3|2|1|0|15|15.0|15.0");
  }

  @Test
  void keepsCausesApartWithTheirGroup() {
    arrived("LHR", "2026-03-02T10:00:00Z", 20, "41");
    arrived("LHR", "2026-03-03T10:00:00Z", 181, "41");
    arrived("LHR", "2026-03-04T10:00:00Z", 60, "41");
    arrived("LHR", "2026-03-05T10:00:00Z", 5, "41");
    leg("LHR", "2026-03-06T10:00:00Z", null, "cancelled", "72");

    assertThat(lines())
        .containsExactly(
            "2026-03-01|LHR|DXB|41|technical|4|0|4|1|3|1|261|60.0|156.8",
            "2026-03-01|LHR|DXB|72|weather|1|1|0|0|0|0|0|null|null");
  }

  @Test
  void namesTheGroupOfEveryCode() {
    List<String> codes =
        List.of("06", "15", "29", "32", "41", "58", "63", "71", "80", "81", "85", "93", "99");
    codes.forEach(code -> leg("LHR", "2026-03-06T10:00:00Z", null, "cancelled", code));

    assertThat(rows(UnaryOperator.identity()).orderBy(RouteDisruption.CAUSE_CODE).collectAsList())
        .extracting(row -> row.getAs(RouteDisruption.CAUSE_GROUP))
        .containsExactly(
            "airline internal",
            "passenger and baggage",
            "cargo and mail",
            "ramp handling",
            "technical",
            "damage and systems",
            "operations and crew",
            "weather",
            "weather",
            "air traffic flow",
            "airport and authorities",
            "reactionary",
            "miscellaneous");
  }

  @Test
  void knowsNothingOfTheTimeAfterTheAsOfInstant() {
    leg("LHR", "2026-04-01T00:00:00Z", null, "scheduled", null);
    arrived("LHR", "2026-03-31T20:00:00Z", 200, "93");

    assertThat(lines())
        .containsExactly("2026-03-01|LHR|DXB|93|reactionary|1|0|0|0|0|0|0|null|null");
  }

  @Test
  void roundsMinutesDown() {
    legs.row(
        "EK001",
        "2026-03-02",
        "LHR",
        "DXB",
        "2026-03-02T10:00:00Z",
        "2026-03-02T17:00:00Z",
        "2026-03-02T17:14:59.999999Z",
        "arrived",
        null);

    assertThat(lines()).containsExactly("2026-03-01|LHR|DXB|none|none|1|0|1|1|0|0|0|null|null");
  }

  @Test
  void identicalWhateverThePartitions() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 400; i++) {
      Instant at =
          Instant.parse("2026-01-01T05:00:00Z").plus(random.nextInt(2_000), ChronoUnit.HOURS);
      String from = List.of("LHR", "CDG", "JFK").get(random.nextInt(3));
      if (random.nextInt(20) == 0) {
        leg(from, at.toString(), null, "cancelled", "71");
      } else {
        int late = random.nextInt(300) - 60;
        arrived(from, at.toString(), late, late < 15 ? null : "81");
      }
    }
    List<String> expected = withShufflePartitions(1, () -> lines(UnaryOperator.identity()));

    assertThat(withShufflePartitions(3, () -> lines(rows -> rows.repartition(5))))
        .isEqualTo(expected);
    assertThat(
            withShufflePartitions(5, () -> lines(rows -> rows.orderBy(FlightLegs.FLIGHT_NUMBER))))
        .isEqualTo(expected);
  }

  @Test
  void refusesLimitsBelowAMinute() {
    assertThatThrownBy(
            () ->
                Jobs.create(
                    "analytics.route_disruption",
                    Map.of("delayedFromMinutes", 0, "longDelayFromMinutes", 180)))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("delayedFromMinutes must be a whole number of at least 1");
  }

  private void arrived(String from, String departure, int minutesLate, String cause) {
    Instant arrival =
        Instant.parse(departure).plus(7, ChronoUnit.HOURS).plus(minutesLate, ChronoUnit.MINUTES);
    leg(from, departure, arrival.toString(), "arrived", cause);
  }

  /** A flight of seven hours to DXB. */
  private void leg(String from, String departure, String arrival, String status, String cause) {
    legs.row(
        "EK" + (1000 + flights++),
        departure.substring(0, 10),
        from,
        "DXB",
        departure,
        Instant.parse(departure).plus(7, ChronoUnit.HOURS).toString(),
        arrival,
        status,
        cause);
  }

  private List<String> lines() {
    return lines(UnaryOperator.identity());
  }

  private List<String> lines(UnaryOperator<Dataset<Row>> arranged) {
    return rows(arranged)
        .select(
            RouteDisruption.MONTH,
            RouteDisruption.DEPARTURE_AIRPORT,
            RouteDisruption.ARRIVAL_AIRPORT,
            RouteDisruption.CAUSE_CODE,
            RouteDisruption.CAUSE_GROUP,
            RouteDisruption.FLIGHTS,
            RouteDisruption.CANCELLED,
            RouteDisruption.ARRIVED,
            RouteDisruption.ON_TIME,
            RouteDisruption.DELAYED,
            RouteDisruption.LONG_DELAYED,
            RouteDisruption.DELAY_MINUTES,
            RouteDisruption.MEDIAN_DELAY_MINUTES,
            RouteDisruption.P90_DELAY_MINUTES)
        .collectAsList()
        .stream()
        .map(row -> row.mkString("|"))
        .sorted()
        .toList();
  }

  private Dataset<Row> rows(UnaryOperator<Dataset<Row>> arranged) {
    return Jobs.create("analytics.route_disruption", PARAMETERS)
        .run(InMemoryInputs.of(FlightLegs.TABLE, arranged.apply(legs.in(spark))), asOf(AS_OF))
        .rows();
  }
}
