package dev.jetbridge.pipelines.simulator.world;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The customer that the sample tells a story of: a gold member, upgraded to business on the flight
 * from London to the hub on 19 August 2023, whose bag does not arrive. It is in every simulation
 * that has the day in it.
 */
public final class Story {
  public static final long CUSTOMER = 0;
  static final LocalDate DAY = LocalDate.of(2023, 8, 19);
  static final LocalDate RETURN_DAY = LocalDate.of(2023, 8, 26);
  static final LocalDate BOOKED = LocalDate.of(2023, 7, 3);

  private static final LocalDate PROMOTED = LocalDate.of(2023, 8, 4);
  private static final String FLIGHT = "EK001";
  private static final String TIER = "gold";

  private Story() {}

  static boolean isItsFlight(Flight flight, long day) {
    return flight.number().equals(FLIGHT) && day == DAY.toEpochDay();
  }

  /** Whether the story begins within the simulated time. */
  public static boolean isWithin(SimulationPlan plan) {
    return !plan.firstDay().isAfter(DAY) && !plan.lastDay().isBefore(DAY);
  }

  static boolean begins(SimulationPlan plan) {
    return !plan.firstDay().isAfter(DAY);
  }

  static long bookedOn(SimulationPlan plan) {
    return Math.max(BOOKED.toEpochDay(), plan.firstDay().toEpochDay());
  }

  static Person traveller(long index, long firstDay, Home home) {
    long birthDay = LocalDate.of(1974, 5, 23).toEpochDay();
    return new Person(
        index,
        index,
        true,
        "Jonathan",
        "Richards",
        Optional.empty(),
        Math.min(birthDay, firstDay - 30L * 365),
        "jonathan.richards@mail.example",
        Optional.empty(),
        home,
        "LHR",
        false);
  }

  /** Silver at first, gold in time for the flight. */
  static List<Membership.TierChange> tiers(long firstDay) {
    Membership.TierChange gold =
        new Membership.TierChange(Math.max(firstDay, PROMOTED.toEpochDay()), TIER);
    return gold.day() == firstDay
        ? List.of(gold)
        : List.of(new Membership.TierChange(firstDay, "silver"), gold);
  }

  /** The story in JSON, with what only the truth knows: the bag and what it went through. */
  public static String json(Person person, String ticket, String locator, String loyaltyNumber) {
    return String.join(
        "\n",
        List.of(
            "{",
            "  \"customer_id\": \"" + person.id() + "\",",
            "  \"given_name\": \""
                + person.given()
                + "\", \"surname\": \""
                + person.surname()
                + "\",",
            "  \"loyalty_number\": \"" + loyaltyNumber + "\", \"tier\": \"" + TIER + "\",",
            "  \"ticket_number\": \"" + ticket + "\", \"coupon_number\": 1,",
            "  \"record_locator\": \"" + locator + "\",",
            "  \"flight_number\": \"EK001\", \"departure_date\": \"2023-08-19\",",
            "  \"departure_airport\": \"LHR\", \"arrival_airport\": \"DXB\",",
            "  \"cabin_booked\": \"W\", \"cabin_flown\": \"C\",",
            "  \"bag\": {\"tag\": \"0176482913\", \"events\": [",
            "    {\"at\": \"2023-08-19T10:55:00Z\", \"airport\": \"LHR\", \"event\":"
                + " \"accepted\"},",
            "    {\"at\": \"2023-08-19T12:40:00Z\", \"airport\": \"LHR\", \"event\": \"left"
                + " behind\"},",
            "    {\"at\": \"2023-08-19T20:35:00Z\", \"airport\": \"DXB\", \"event\": \"reported"
                + " lost\"},",
            "    {\"at\": \"2023-08-20T16:40:00Z\", \"airport\": \"LHR\", \"event\": \"found\"},",
            "    {\"at\": \"2023-08-21T09:15:00Z\", \"airport\": \"DXB\", \"event\": \"handed"
                + " over\"}",
            "  ]}",
            "}",
            ""));
  }
}
