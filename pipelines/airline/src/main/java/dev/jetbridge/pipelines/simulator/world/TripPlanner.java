package dev.jetbridge.pipelines.simulator.world;

import dev.jetbridge.pipelines.simulator.world.Draws.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a booking out of a purchase: who travels where and when, in which cabin, at what fare. */
public final class TripPlanner {
  private static final double TAKES_OTHERS = 0.4;
  private static final double TAKES_EACH = 0.7;
  private static final double STAYS_HOME = 0.08;
  private static final double RETURNS = 0.75;
  private static final double TO_THE_HUB = 0.4;
  private static final double OTHER_CURRENCY = 0.08;
  private static final double MEAN_DAYS_AHEAD = 32;
  private static final int MOST_DAYS_AHEAD = 300;
  private static final long CONNECTION = 75 * UtcTime.MINUTE;
  private static final int CHILD_WEIGHT = 70;
  private static final int ADULT_WEIGHT = 100;
  private static final int TRAVELLERS = 8;
  private static final int LOCATOR_DAYS = 90;
  private static final List<String> SALE_CURRENCIES = List.of("AED", "EUR", "GBP", "USD", "INR");

  private final SimulationPlan plan;
  private final Money money;

  public TripPlanner(SimulationPlan plan, Money money) {
    this.plan = plan;
    this.money = money;
  }

  Booking book(Person booker, List<Person> household, PurchaseProcess.Purchase purchase) {
    Draws draws = Draws.of(plan.seed(), Purpose.BOOKING, booker.index(), purchase.number());
    Booking.Sale sale = sale(booker, draws);
    List<Person> travellers =
        booker.isCompany() ? List.of(booker) : travellers(booker, household, draws);
    List<Stop> stops = stops(booker, UtcTime.dayOf(purchase.at()), draws);
    return priced(booker, purchase, sale, travellers, stops, draws);
  }

  /** The trip of the story: London to the hub and back a week later, alone, premium economy. */
  public Booking bookStory(Person booker) {
    Draws draws = Draws.of(plan.seed(), Purpose.BOOKING, booker.index());
    Booking.Sale sale = new Booking.Sale(SalesChannel.WEB, Optional.empty(), "GBP");
    long bookedAt = Story.bookedOn(plan) * UtcTime.DAY + 30 * UtcTime.MINUTE;
    Flight out = Network.journey("LHR", Network.HUB).get(0);
    Flight back = Network.journey(Network.HUB, "LHR").get(0);
    List<Stop> stops =
        List.of(
            new Stop(out, Story.DAY.toEpochDay()), new Stop(back, Story.RETURN_DAY.toEpochDay()));
    double value = 6_400 * Money.start("AED", plan.baseCurrency());
    PurchaseProcess.Purchase purchase = new PurchaseProcess.Purchase(0, bookedAt, value);
    return priced(booker, purchase, sale, List.of(booker), stops, draws);
  }

  private static Booking.Sale sale(Person booker, Draws draws) {
    SalesChannel channel = booker.isCompany() ? SalesChannel.AGENT : SalesChannel.draw(draws);
    Agency any = draws.pickSkewed(Agency.ALL);
    Agency ofCompany = Agency.ALL.get((int) (booker.index() % 7));
    String other = draws.pick(SALE_CURRENCIES);
    return new Booking.Sale(
        channel,
        channel == SalesChannel.AGENT
            ? Optional.of(booker.isCompany() ? ofCompany : any)
            : Optional.empty(),
        draws.chance(OTHER_CURRENCY) ? other : booker.home().currency());
  }

  private static List<Person> travellers(Person booker, List<Person> household, Draws draws) {
    List<Person> others = new ArrayList<>();
    if (draws.chance(TAKES_OTHERS)) {
      for (Person other : household) {
        if (other.index() != booker.index() && draws.chance(TAKES_EACH)) {
          others.add(other);
        }
      }
    }
    if (others.isEmpty() || !draws.chance(STAYS_HOME)) {
      others.add(0, booker);
    }
    return others;
  }

  /** A flight on a day. */
  private record Stop(Flight flight, long day) {}

  private static List<Stop> stops(Person booker, long bookedOn, Draws draws) {
    String home = booker.airport();
    String away = destination(home, draws);
    double ahead = MEAN_DAYS_AHEAD * draws.exponential() * (booker.isCompany() ? 0.4 : 1);
    long day = bookedOn + 1 + Math.min(MOST_DAYS_AHEAD, (long) ahead);
    List<Stop> stops = new ArrayList<>();
    long arrival = fly(Network.journey(home, away), day * UtcTime.DAY, stops);
    if (draws.chance(RETURNS)) {
      long back = UtcTime.dayOf(arrival) + draws.between(1, booker.isCompany() ? 5 : 21);
      fly(Network.journey(away, home), back * UtcTime.DAY, stops);
    }
    return stops;
  }

  private static String destination(String home, Draws draws) {
    if (!home.equals(Network.HUB) && draws.chance(TO_THE_HUB)) {
      return Network.HUB;
    }
    String away = draws.pickSkewed(Network.DESTINATIONS);
    return away.equals(home) ? Network.HUB : away;
  }

  /** Takes each flight as soon as the connection allows; gives the scheduled arrival. */
  private static long fly(List<Flight> journey, long from, List<Stop> stops) {
    long ready = from;
    for (Flight flight : journey) {
      long day = flight.firstDayFrom(ready);
      stops.add(new Stop(flight, day));
      ready = flight.arrival(day) + CONNECTION;
    }
    return ready;
  }

  /** Splits the value over travellers and flights; every cent of it is in one coupon. */
  private Booking priced(
      Person booker,
      PurchaseProcess.Purchase purchase,
      Booking.Sale sale,
      List<Person> travellers,
      List<Stop> stops,
      Draws draws) {
    long day = UtcTime.dayOf(purchase.at());
    long left = Math.max(money.cents(purchase.value(), sale.currency(), day), 10_000);
    double dirhamsACent = purchase.value() / left / Money.start("AED", plan.baseCurrency());
    long weightLeft = 0;
    for (Person traveller : travellers) {
      for (Stop stop : stops) {
        weightLeft += weight(traveller, stop.flight());
      }
    }
    int taxPercent = draws.between(8, 20);
    List<Booking.Ticket> tickets = new ArrayList<>();
    for (Person traveller : travellers) {
      List<Booking.Coupon> coupons = new ArrayList<>();
      for (Stop stop : stops) {
        long weight = weight(traveller, stop.flight());
        long fare = left * weight / weightLeft;
        left -= fare;
        weightLeft -= weight;
        String cabin = cabin(booker, fare * dirhamsACent * ADULT_WEIGHT / share(traveller));
        long tax = fare * taxPercent / 100;
        coupons.add(
            new Booking.Coupon(coupons.size() + 1, stop.flight(), stop.day(), cabin, fare, tax));
      }
      long index =
          (booker.index() * PurchaseProcess.MOST_PURCHASES + purchase.number()) * TRAVELLERS
              + tickets.size();
      tickets.add(new Booking.Ticket(index, traveller, coupons));
    }
    Booking.Payer payer = booker.isCompany() ? Booking.Payer.AGENCY : Booking.Payer.BOOKER;
    String locator = locator(booker, purchase.number(), day);
    return new Booking(booker, purchase.at(), locator, sale, payer, tickets);
  }

  private static long weight(Person traveller, Flight flight) {
    return share(traveller) * (2_000L + flight.kilometres());
  }

  private static int share(Person traveller) {
    return traveller.isAdult() ? ADULT_WEIGHT : CHILD_WEIGHT;
  }

  private static String cabin(Person booker, double dirhams) {
    if (booker.index() == Story.CUSTOMER) {
      return "W";
    }
    return dirhams > 9_000 ? "F" : dirhams > 4_000 ? "C" : dirhams > 2_500 ? "W" : "Y";
  }

  /**
   * Locators are used again: by the same customer after 90 days, by one other customer after 45.
   * Two bookings never share one within 45 days.
   */
  private String locator(Person booker, int purchase, long day) {
    long sharers = (plan.customers() + 1L) / 2;
    long slot = (day + booker.index() / sharers * (LOCATOR_DAYS / 2)) % LOCATOR_DAYS;
    return Digits.locator(((booker.index() % sharers) * LOCATOR_DAYS + slot) * 4 + purchase % 4);
  }
}
