package dev.jetbridge.pipelines.simulator.sources;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.pipelines.simulator.feed.CsvForm;
import dev.jetbridge.pipelines.simulator.feed.Defect;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import dev.jetbridge.pipelines.simulator.feed.FeedRecords;
import dev.jetbridge.pipelines.simulator.feed.Placement;
import dev.jetbridge.pipelines.simulator.feed.WholeFileFault;
import dev.jetbridge.pipelines.simulator.world.DeliveryCalendar;
import dev.jetbridge.pipelines.simulator.world.Digits;
import dev.jetbridge.pipelines.simulator.world.Draws;
import dev.jetbridge.pipelines.simulator.world.Draws.Purpose;
import dev.jetbridge.pipelines.simulator.world.Household;
import dev.jetbridge.pipelines.simulator.world.Membership;
import dev.jetbridge.pipelines.simulator.world.Person;
import dev.jetbridge.pipelines.simulator.world.TicketHistory;
import dev.jetbridge.pipelines.simulator.world.UtcTime;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The miles of members: what they earn on flights and with partners, and spend there. */
record ActivityFeed(CsvForm form) implements Feed {
  private static final int CLAIMED_COUPON = 8;
  private static final Map<String, Integer> MILES_PERCENT =
      Map.of("F", 300, "C", 200, "W", 130, "Y", 75);
  private static final List<String> PARTNERS =
      List.of("HTL", "CAR", "BNK", "TEL", "FUE", "SHP", "RST", "INS");
  private static final double MEAN_DAYS_BETWEEN = 80;
  private static final double SPENDS = 0.2;

  /** Activities on flights are numbered below this, those with partners from here on. */
  private static final long FIRST_NUMBER = 200_000_000_000L;

  private static final long NUMBERS_A_MEMBERSHIP = 100_000;

  ActivityFeed(Contracts contracts) {
    this(new CsvForm(contracts.get(Activity.TABLE), Placement::ofDomain));
  }

  @Override
  public List<Defect> defects() {
    return List.of(
        Defect.wrongDate(Activity.OCCURRED_AT, "2023-02-30T10:00:00Z"),
        Defect.wrongNumber(Activity.MILES, "many"),
        Defect.missing(Activity.LOYALTY_NUMBER),
        Defect.outsideSet(Activity.ACTIVITY_TYPE, "gift"),
        Defect.patternViolated(Activity.ACTIVITY_ID, "A1"),
        Defect.tooSmall(Activity.MILES, "-1000001"),
        Defect.tooLarge(Activity.MILES, "1000001"),
        Defect.row("miles_change_something", record -> record[form.index(Activity.MILES)] = "0"),
        Defect.fewFields(),
        Defect.manyFields(),
        Defect.patternViolated(Activity.PARTNER_CODE, "hotel"));
  }

  @Override
  public Map<LocalDate, WholeFileFault> uselessTries() {
    return Map.of(DeliveryCalendar.CUT_OVER.withDayOfMonth(8), form.lyingTrailer());
  }

  @Override
  public void makeOlder(String[] record) {
    record[form.index(Activity.MILES)] = "1";
  }

  @Override
  public void addHousehold(Household household, FeedRecords records) {
    for (TicketHistory ticket : household.tickets()) {
      for (TicketHistory.Flown flown : ticket.flown()) {
        flown.membership().ifPresent(member -> addFlight(flown, member, records));
      }
    }
    for (Household.Life life : household.lives()) {
      for (int which = 0; which < life.memberships().size(); which++) {
        addPartners(life.person(), life.memberships().get(which), which, records);
      }
    }
  }

  private static void addFlight(TicketHistory.Flown flown, Membership member, FeedRecords records) {
    TicketHistory.Flown.Claim claim = TicketHistory.Flown.claim(flown.draws(records.plan().seed()));
    boolean isKnown = flown.numberInBooking().equals(member.number());
    if (!isKnown && !claim.claims()) {
      return;
    }
    long arrival = flown.outcome().arrival(flown.flight(), flown.day());
    long postedOn = UtcTime.dayOf(arrival) + (isKnown ? 1 : claim.afterDays());
    long miles =
        flown.flight().kilometres() * 62L * MILES_PERCENT.get(flown.cabin()) / 100_000 * 10;
    long postedAt = postedOn * UtcTime.DAY + 6 * UtcTime.HOUR + flown.number() % 10_000;
    String id = "A" + Digits.scattered(flown.number() + (isKnown ? 0 : CLAIMED_COUPON), 12);
    add(
        records,
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

  private static void addPartners(
      Person person, Membership membership, int which, FeedRecords records) {
    long subject = person.index() * 2 + which;
    Draws draws = Draws.of(records.plan().seed(), Purpose.PARTNERS, subject);
    double time = membership.inFileFrom() + 1;
    long number = FIRST_NUMBER + subject * NUMBERS_A_MEMBERSHIP;
    while (true) {
      time += MEAN_DAYS_BETWEEN * draws.exponential();
      long day = (long) time;
      if (day > records.plan().lastDay().toEpochDay() || !membership.isActiveOn(day)) {
        return;
      }
      boolean spends = draws.chance(SPENDS);
      int tens = draws.between(10, 300);
      String partner = draws.pick(PARTNERS);
      long occurredAt = day * UtcTime.DAY + draws.between(6, 20) * UtcTime.HOUR;
      add(
          records,
          person,
          "A" + Digits.scattered(number++, 12),
          membership.number(),
          spends ? "redemption" : "partner",
          occurredAt,
          spends ? -100L * tens : 10L * tens,
          "",
          "",
          spends ? "" : partner,
          occurredAt + 90 * UtcTime.MINUTE);
    }
  }

  private static void add(
      FeedRecords records,
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
    if (!records.mayDeliver(UtcTime.dayOf(updatedAt))) {
      return;
    }
    records.add(
        FeedRecords.NEW_KEY | FeedRecords.FINAL,
        id,
        number,
        type,
        UtcTime.instant(occurredAt),
        String.valueOf(miles),
        flight,
        departureDate,
        partner,
        UtcTime.instant(updatedAt));
    records.link(UtcTime.dayOf(updatedAt), "member", id, person);
  }
}
