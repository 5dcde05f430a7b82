package dev.jetbridge.pipelines.simulator;

import java.util.Optional;

/**
 * The records of flight operations for one day of departure: the schedule some days ahead, the
 * departure of delayed flights on the day, the actual times or the cancellation at the end.
 */
final class LegRecords {
  /** How many days ahead the schedule of a day is told. */
  static final int DAYS_AHEAD = 3;

  private static final long TOLD_AT = 22 * UtcTime.HOUR;

  private final Delivery delivery;
  private final RecordRows rows;

  LegRecords(Delivery delivery, RecordRows rows) {
    this.delivery = delivery;
    this.rows = rows;
  }

  void addDay(long day) {
    for (Flight flight : Network.schedule()) {
      addLeg(flight, day);
    }
  }

  private void addLeg(Flight flight, long day) {
    LegOutcome outcome = LegOutcome.of(delivery.plan().seed(), flight, day);
    long firstDay = delivery.plan().firstDay().toEpochDay();
    long toldOn = Math.max(firstDay, day - DAYS_AHEAD);
    String aircraft = aircraft(flight, day);
    Leg leg = new Leg(flight, day, aircraft);
    rows.add(
        Feed.LEGS,
        RecordRows.NEW_KEY,
        leg.record("scheduled", 0, 0, "", toldOn * UtcTime.DAY + 10 * UtcTime.MINUTE));
    if (outcome.isCancelled()) {
      String code = outcome.cause().orElseThrow().code();
      long cancelledAt = LegOutcome.cancelledAt(flight, day);
      rows.add(Feed.LEGS, RecordRows.FINAL, leg.record("cancelled", 0, 0, code, cancelledAt));
      addDisruption(flight, day, outcome, UtcTime.dayOf(cancelledAt));
    } else {
      addFlown(leg, outcome);
    }
  }

  private void addFlown(Leg leg, LegOutcome outcome) {
    long day = leg.day();
    long departure = outcome.departure(leg.flight(), day);
    long arrival = outcome.arrival(leg.flight(), day);
    String code = outcome.cause().map(DelayCause::code).orElse("");
    long departureTold = departure + 10 * UtcTime.MINUTE;
    if (outcome.cause().isPresent() && departureTold < day * UtcTime.DAY + TOLD_AT) {
      rows.add(Feed.LEGS, 0, leg.record("departed", departure, 0, code, departureTold));
    }
    long told = (day + 1) * UtcTime.DAY + TOLD_AT;
    rows.add(Feed.LEGS, RecordRows.FINAL, leg.record("arrived", departure, arrival, code, told));
    if (outcome.cause().isPresent()) {
      addDisruption(leg.flight(), day, outcome, day + 1);
    }
  }

  private void addDisruption(Flight flight, long day, LegOutcome outcome, long toldOn) {
    DelayCause cause = outcome.cause().orElseThrow();
    Optional<Integer> minutes =
        outcome.isCancelled() ? Optional.empty() : Optional.of(outcome.arrivalDelay());
    rows.addTruth(
        Feed.TRUE_DISRUPTIONS,
        toldOn,
        flight.number(),
        UtcTime.date(day),
        flight.from(),
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
