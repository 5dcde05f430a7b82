package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.pipelines.simulator.Draws.Purpose;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a flown coupon leads to: miles for a member, and what the traveller buys on board. */
final class OnBoardRecords {
  private static final double CLAIMS_MILES = 0.3;
  private static final double BUYS = 0.2;
  private static final double GIVES_NUMBER = 0.55;
  private static final int MOST_COUPONS = 16;
  private static final int CLAIMED_COUPON = 8;
  private static final int LINES = 4;
  private static final Map<String, Integer> MILES_PERCENT =
      Map.of("F", 300, "C", 200, "W", 130, "Y", 75);
  private static final List<String> TILL_CURRENCIES = List.of("AED", "USD", "EUR", "GBP", "INR");

  /** What is sold on board: article, category and its price in fils, hundredths of a dirham. */
  private record Article(String sku, String category, int price) {}

  private static final List<Article> ARTICLES =
      List.of(
          new Article("SNK-1001", "snacks", 1_500),
          new Article("SNK-1002", "snacks", 2_200),
          new Article("SNK-1003", "snacks", 3_000),
          new Article("PRF-2001", "perfume", 32_000),
          new Article("PRF-2002", "perfume", 41_500),
          new Article("SPR-3001", "spirits", 18_000),
          new Article("SPR-3002", "spirits", 26_500),
          new Article("TOY-4001", "toys", 7_500),
          new Article("TOY-4002", "toys", 11_000),
          new Article("JWL-5001", "jewellery", 54_000),
          new Article("ELC-6001", "electronics", 69_900));

  /** A coupon that was flown, on the day and in the cabin it was flown in the end. */
  record Flown(long ticket, int coupon, Person traveller, Flight flight, long day, String cabin) {
    long number() {
      return ticket * MOST_COUPONS + coupon;
    }
  }

  private final Delivery delivery;
  private final RecordRows rows;

  OnBoardRecords(Delivery delivery, RecordRows rows) {
    this.delivery = delivery;
    this.rows = rows;
  }

  /**
   * Adds what follows from a flown coupon.
   *
   * @param membership of the traveller on the day of the flight
   * @param numberInBooking the number the booking gives; empty for none
   */
  void add(Flown flown, Optional<Membership> membership, String numberInBooking) {
    if (flown.day() > delivery.plan().lastDay().toEpochDay()) {
      return;
    }
    long seed = delivery.plan().seed();
    Draws draws = Draws.of(seed, Purpose.SALE, flown.ticket(), flown.coupon());
    LegOutcome outcome = LegOutcome.of(seed, flown.flight(), flown.day());
    membership.ifPresent(m -> addMiles(flown, m, numberInBooking, outcome, draws));
    addSales(flown, membership, outcome, draws);
  }

  private void addMiles(
      Flown flown, Membership member, String numberInBooking, LegOutcome outcome, Draws draws) {
    boolean claims = draws.chance(CLAIMS_MILES);
    int claimedAfter = draws.between(10, 40);
    boolean isKnown = numberInBooking.equals(member.number());
    if (!isKnown && !claims) {
      return;
    }
    long arrival = outcome.arrival(flown.flight(), flown.day());
    long postedOn = UtcTime.dayOf(arrival) + (isKnown ? 1 : claimedAfter);
    long miles =
        flown.flight().kilometres() * 62L * MILES_PERCENT.get(flown.cabin()) / 100_000 * 10;
    long postedAt = postedOn * UtcTime.DAY + 6 * UtcTime.HOUR + flown.number() % 10_000;
    String id = "A" + Digits.scattered(flown.number() + (isKnown ? 0 : CLAIMED_COUPON), 12);
    addActivity(
        rows,
        flown.traveller(),
        id,
        member.number(),
        isKnown ? "flight" : "adjustment",
        isKnown ? arrival : postedAt - UtcTime.HOUR,
        miles,
        isKnown ? flown.flight().number() : "",
        isKnown ? UtcTime.date(flown.day()) : "",
        "",
        postedAt);
  }

  private void addSales(
      Flown flown, Optional<Membership> membership, LegOutcome outcome, Draws draws) {
    if (!draws.chance(BUYS)) {
      return;
    }
    boolean givesNumber = draws.chance(GIVES_NUMBER);
    String number = givesNumber ? membership.map(Membership::number).orElse("") : "";
    String currency = draws.pickSkewed(TILL_CURRENCIES);
    String seat = seat(flown.cabin(), draws);
    long departure = outcome.departure(flown.flight(), flown.day());
    long soldAt = departure + (40 + draws.below(flown.flight().minutes() - 80)) * UtcTime.MINUTE;
    long updatedAt = outcome.arrival(flown.flight(), flown.day()) + 30 * UtcTime.MINUTE;
    int lines = draws.chance(0.25) ? 2 : 1;
    for (int line = 0; line < lines; line++) {
      Article article = draws.pickSkewed(ARTICLES);
      int quantity = article.category().equals("snacks") ? draws.between(1, 4) : 1;
      String id = "S" + Digits.scattered(flown.number() * LINES + line, 12);
      long price = Math.round(article.price() / Money.start(currency, "AED"));
      if (rows.mayDeliver(UtcTime.dayOf(updatedAt))) {
        rows.add(
            Feed.SALES,
            RecordRows.NEW_KEY | RecordRows.FINAL,
            id,
            flown.flight().number(),
            UtcTime.date(flown.day()),
            flown.flight().from(),
            seat,
            number,
            article.sku(),
            article.category(),
            String.valueOf(quantity),
            Money.amount(price),
            currency,
            UtcTime.instant(soldAt),
            UtcTime.instant(updatedAt));
        addLink(rows, updatedAt, InflightSales.TABLE.toString(), "buyer", id, flown.traveller());
      }
    }
  }

  private static String seat(String cabin, Draws draws) {
    int row =
        switch (cabin) {
          case "F" -> draws.between(1, 4);
          case "C" -> draws.between(6, 23);
          case "W" -> draws.between(30, 36);
          default -> draws.between(40, 88);
        };
    return row + String.valueOf((char) ('A' + draws.below(11)));
  }

  /** One activity of a member and whose it truly is. */
  static void addActivity(
      RecordRows rows,
      Person person,
      String id,
      String number,
      String type,
      long occurredAt,
      long miles,
      String flight,
      String departureDate,
      String partner,
      long updatedAt) {
    if (!rows.mayDeliver(UtcTime.dayOf(updatedAt))) {
      return;
    }
    rows.add(
        Feed.ACTIVITY,
        RecordRows.NEW_KEY | RecordRows.FINAL,
        id,
        number,
        type,
        UtcTime.instant(occurredAt),
        String.valueOf(miles),
        flight,
        departureDate,
        partner,
        UtcTime.instant(updatedAt));
    addLink(rows, updatedAt, Activity.TABLE.toString(), "member", id, person);
  }

  private static void addLink(
      RecordRows rows, long at, String source, String role, String key, Person person) {
    rows.addTruth(Feed.TRUE_LINKS, UtcTime.dayOf(at), source, role, key, person.id());
  }
}
