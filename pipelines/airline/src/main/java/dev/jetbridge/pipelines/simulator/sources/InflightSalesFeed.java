package dev.jetbridge.pipelines.simulator.sources;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.pipelines.simulator.feed.Defect;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import dev.jetbridge.pipelines.simulator.feed.FeedRecords;
import dev.jetbridge.pipelines.simulator.feed.JsonForm;
import dev.jetbridge.pipelines.simulator.feed.Placement;
import dev.jetbridge.pipelines.simulator.world.Digits;
import dev.jetbridge.pipelines.simulator.world.Draws;
import dev.jetbridge.pipelines.simulator.world.Household;
import dev.jetbridge.pipelines.simulator.world.Membership;
import dev.jetbridge.pipelines.simulator.world.Money;
import dev.jetbridge.pipelines.simulator.world.TicketHistory;
import dev.jetbridge.pipelines.simulator.world.UtcTime;
import java.util.List;

/** The tills on board: what travellers buy there. */
record InflightSalesFeed(JsonForm form) implements Feed {
  private static final double BUYS = 0.2;
  private static final double GIVES_NUMBER = 0.55;
  private static final int LINES = 4;
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

  InflightSalesFeed(Contracts contracts) {
    this(new JsonForm(contracts.get(InflightSales.TABLE), Placement::ofDomain));
  }

  @Override
  public List<Defect> defects() {
    return List.of(
        Defect.wrongDate(InflightSales.DEPARTURE_DATE, "2023-02-30"),
        Defect.wrongNumber(InflightSales.UNIT_PRICE, "twelve"),
        Defect.missing(InflightSales.SKU),
        Defect.outsideSet(InflightSales.CATEGORY, "furniture"),
        Defect.patternViolated(InflightSales.SEAT, "aisle"),
        Defect.tooSmall(InflightSales.QUANTITY, "0"),
        Defect.tooLarge(InflightSales.QUANTITY, "51"),
        JsonForm.brokenOff(),
        Defect.tooSmall(InflightSales.UNIT_PRICE, "-1.00"));
  }

  @Override
  public void makeOlder(String[] record) {
    record[form.index(InflightSales.UNIT_PRICE)] = "0.00";
  }

  @Override
  public void addHousehold(Household household, FeedRecords records) {
    for (TicketHistory ticket : household.tickets()) {
      ticket.flown().forEach(flown -> add(flown, records));
    }
  }

  private static void add(TicketHistory.Flown flown, FeedRecords records) {
    Draws draws = flown.draws(records.plan().seed());
    flown.membership().ifPresent(m -> TicketHistory.Flown.claim(draws));
    if (!draws.chance(BUYS)) {
      return;
    }
    boolean givesNumber = draws.chance(GIVES_NUMBER);
    String number = givesNumber ? flown.membership().map(Membership::number).orElse("") : "";
    String currency = draws.pickSkewed(TILL_CURRENCIES);
    String seat = seat(flown.cabin(), draws);
    long departure = flown.outcome().departure(flown.flight(), flown.day());
    long soldAt = departure + (40 + draws.below(flown.flight().minutes() - 80)) * UtcTime.MINUTE;
    long updatedAt = flown.outcome().arrival(flown.flight(), flown.day()) + 30 * UtcTime.MINUTE;
    int lines = draws.chance(0.25) ? 2 : 1;
    for (int line = 0; line < lines; line++) {
      Article article = draws.pickSkewed(ARTICLES);
      int quantity = article.category().equals("snacks") ? draws.between(1, 4) : 1;
      String id = "S" + Digits.scattered(flown.number() * LINES + line, 12);
      long price = Math.round(article.price() / Money.start(currency, "AED"));
      if (records.mayDeliver(UtcTime.dayOf(updatedAt))) {
        records.add(
            FeedRecords.NEW_KEY | FeedRecords.FINAL,
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
        records.link(UtcTime.dayOf(updatedAt), "buyer", id, flown.traveller());
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
}
