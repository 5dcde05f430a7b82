package dev.jetbridge.pipelines.simulator.sources;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.pipelines.simulator.feed.Defect;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import dev.jetbridge.pipelines.simulator.feed.FeedRecords;
import dev.jetbridge.pipelines.simulator.feed.JsonForm;
import dev.jetbridge.pipelines.simulator.feed.Placement;
import dev.jetbridge.pipelines.simulator.feed.TruthPart;
import dev.jetbridge.pipelines.simulator.world.DelayCause;
import dev.jetbridge.pipelines.simulator.world.Flight;
import dev.jetbridge.pipelines.simulator.world.LegOutcome;
import dev.jetbridge.pipelines.simulator.world.Network;
import dev.jetbridge.pipelines.simulator.world.UtcTime;
import java.util.List;
import java.util.Optional;

/**
 * Flight operations: the schedule of a day some days ahead, the departure of delayed flights on the
 * day, the actual times or the cancellation at the end. The truth about it is why flights were
 * disrupted.
 */
record FlightLegsFeed(JsonForm form) implements Feed {
  /** How many days ahead the schedule of a day is told. */
  private static final int DAYS_AHEAD = 3;

  private static final long TOLD_AT = 22 * UtcTime.HOUR;

  private static final TruthPart DISRUPTIONS =
      new TruthPart(
          "disruptions",
          List.of(
              "flight_number",
              "departure_date",
              "departure_airport",
              "status",
              "arrival_delay_minutes",
              "delay_cause_code",
              "cause",
              "within_airline_control"));

  FlightLegsFeed(Contracts contracts) {
    this(new JsonForm(contracts.get(FlightLegs.TABLE), Placement::ofDomain));
  }

  @Override
  public List<Defect> defects() {
    return List.of(
        Defect.wrongDate(FlightLegs.SCHEDULED_DEPARTURE_AT, "2023-02-30T10:00:00Z"),
        Defect.missing(FlightLegs.ARRIVAL_AIRPORT),
        Defect.outsideSet(FlightLegs.STATUS, "boarding"),
        Defect.patternViolated(FlightLegs.DELAY_CAUSE_CODE, "9"),
        Defect.row("scheduled_to_arrive_after_departure", this::scheduleBackwards),
        Defect.row("arrived_after_departure", this::flyBackwards),
        JsonForm.brokenOff(),
        Defect.wrongDate(FlightLegs.DEPARTURE_DATE, "tomorrow"));
  }

  private void scheduleBackwards(String[] record) {
    String departure = record[form.index(FlightLegs.SCHEDULED_DEPARTURE_AT)];
    record[form.index(FlightLegs.SCHEDULED_ARRIVAL_AT)] = earlier(departure);
  }

  private void flyBackwards(String[] record) {
    String departure = record[form.index(FlightLegs.SCHEDULED_DEPARTURE_AT)];
    record[form.index(FlightLegs.ACTUAL_DEPARTURE_AT)] = departure;
    record[form.index(FlightLegs.ACTUAL_ARRIVAL_AT)] = earlier(departure);
  }

  private static String earlier(String instant) {
    return UtcTime.instant(UtcTime.seconds(instant) - UtcTime.HOUR);
  }

  @Override
  public void makeOlder(String[] record) {
    record[form.index(FlightLegs.STATUS)] = "scheduled";
    record[form.index(FlightLegs.ACTUAL_DEPARTURE_AT)] = "";
    record[form.index(FlightLegs.ACTUAL_ARRIVAL_AT)] = "";
    record[form.index(FlightLegs.DELAY_CAUSE_CODE)] = "";
  }

  @Override
  public List<TruthPart> truth() {
    return List.of(DISRUPTIONS);
  }

  @Override
  public int daysAhead() {
    return DAYS_AHEAD;
  }

  @Override
  public void addDay(long day, FeedRecords records) {
    long firstDay = records.plan().firstDay().toEpochDay();
    for (long told = day - DAYS_AHEAD; told <= day + 1; told++) {
      if (records.mayDeliver(Math.max(told, firstDay))) {
        Network.schedule().forEach(flight -> addLeg(flight, day, records));
        return;
      }
    }
  }

  private static void addLeg(Flight flight, long day, FeedRecords records) {
    LegOutcome outcome = LegOutcome.of(records.plan().seed(), flight, day);
    long firstDay = records.plan().firstDay().toEpochDay();
    long toldOn = Math.max(firstDay, day - DAYS_AHEAD);
    Leg leg = new Leg(flight, day, aircraft(flight, day));
    records.add(
        FeedRecords.NEW_KEY,
        leg.record("scheduled", 0, 0, "", toldOn * UtcTime.DAY + 10 * UtcTime.MINUTE));
    if (outcome.isCancelled()) {
      String code = outcome.cause().orElseThrow().code();
      long cancelledAt = LegOutcome.cancelledAt(flight, day);
      records.add(FeedRecords.FINAL, leg.record("cancelled", 0, 0, code, cancelledAt));
      addDisruption(leg, outcome, UtcTime.dayOf(cancelledAt), records);
    } else {
      addFlown(leg, outcome, records);
    }
  }

  private static void addFlown(Leg leg, LegOutcome outcome, FeedRecords records) {
    long day = leg.day();
    long departure = outcome.departure(leg.flight(), day);
    long arrival = outcome.arrival(leg.flight(), day);
    String code = outcome.cause().map(DelayCause::code).orElse("");
    long departureTold = departure + 10 * UtcTime.MINUTE;
    if (outcome.cause().isPresent() && departureTold < day * UtcTime.DAY + TOLD_AT) {
      records.add(0, leg.record("departed", departure, 0, code, departureTold));
    }
    long told = (day + 1) * UtcTime.DAY + TOLD_AT;
    records.add(FeedRecords.FINAL, leg.record("arrived", departure, arrival, code, told));
    if (outcome.cause().isPresent()) {
      addDisruption(leg, outcome, day + 1, records);
    }
  }

  private static void addDisruption(Leg leg, LegOutcome outcome, long toldOn, FeedRecords records) {
    DelayCause cause = outcome.cause().orElseThrow();
    Optional<Integer> minutes =
        outcome.isCancelled() ? Optional.empty() : Optional.of(outcome.arrivalDelay());
    records.addTruth(
        DISRUPTIONS,
        toldOn,
        leg.flight().number(),
        UtcTime.date(leg.day()),
        leg.flight().from(),
        outcome.isCancelled() ? "cancelled" : "delayed",
        minutes.map(String::valueOf).orElse(""),
        cause.code(),
        cause.description(),
        String.valueOf(cause.isWithinControl()));
  }

  private static String aircraft(Flight flight, long day) {
    int tail = (int) ((flight.index() * 7L + day * 3) % (26 * 5));
    return "A6-E" + (char) ('A' + tail / 26) + (char) ('A' + tail % 26);
  }

  /** A flight on a day, with what its records have in common. */
  private record Leg(Flight flight, long day, String aircraft) {
    /** A record in the order of the contract; actual times are 0 for none. */
    String[] record(String status, long departed, long arrived, String code, long updatedAt) {
      return new String[] {
        flight.number(),
        UtcTime.date(day),
        flight.from(),
        flight.to(),
        UtcTime.instant(flight.departure(day)),
        UtcTime.instant(flight.arrival(day)),
        departed == 0 ? "" : UtcTime.instant(departed),
        arrived == 0 ? "" : UtcTime.instant(arrived),
        status,
        code,
        aircraft,
        UtcTime.instant(updatedAt)
      };
    }
  }
}
