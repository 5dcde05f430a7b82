package dev.jetbridge.pipelines.simulator.sources;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.pipelines.simulator.feed.CsvForm;
import dev.jetbridge.pipelines.simulator.feed.Defect;
import dev.jetbridge.pipelines.simulator.feed.Feed;
import dev.jetbridge.pipelines.simulator.feed.FeedRecords;
import dev.jetbridge.pipelines.simulator.feed.Placement;
import dev.jetbridge.pipelines.simulator.feed.WholeFileFault;
import dev.jetbridge.pipelines.simulator.world.DeliveryCalendar;
import dev.jetbridge.pipelines.simulator.world.Draws;
import dev.jetbridge.pipelines.simulator.world.Draws.Purpose;
import dev.jetbridge.pipelines.simulator.world.Household;
import dev.jetbridge.pipelines.simulator.world.Membership;
import dev.jetbridge.pipelines.simulator.world.Person;
import dev.jetbridge.pipelines.simulator.world.UtcTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The loyalty programme: a member when they join, whenever they change, and when they leave. */
record MembersFeed(CsvForm form) implements Feed {
  private static final double NO_BIRTH_DATE = 0.08;
  private static final double NO_EMAIL = 0.08;

  MembersFeed(Contracts contracts) {
    this(new CsvForm(contracts.get(Members.TABLE), Placement::ofDomain));
  }

  @Override
  public List<Defect> defects() {
    return List.of(
        Defect.wrongDate(Members.BIRTH_DATE, "31/02/1980"),
        Defect.wrongDate(Members.CHANGED_AT, "soon"),
        Defect.missing(Members.SURNAME),
        Defect.outsideSet(Members.TIER, "bronze"),
        Defect.patternViolated(Members.LOYALTY_NUMBER, "SK12"),
        Defect.tooSmall(Members.BIRTH_DATE, "01/06/1875"),
        Defect.tooLong(Members.GIVEN_NAME),
        Defect.fewFields(),
        Defect.manyFields(),
        Defect.outsideSet(Members.RECORD_ACTION, "X"),
        Defect.patternViolated(Members.EMAIL, "not an address"));
  }

  @Override
  public Map<LocalDate, WholeFileFault> uselessTries() {
    return Map.of(DeliveryCalendar.CUT_OVER.withDayOfMonth(4), WholeFileFault.truncated());
  }

  @Override
  public int lateOfAThousand() {
    return 12;
  }

  @Override
  public void makeOlder(String[] record) {
    record[form.index(Members.RECORD_ACTION)] = "U";
    record[form.index(Members.COUNTRY)] = "XX";
  }

  @Override
  public void addHousehold(Household household, FeedRecords records) {
    for (Household.Life life : household.lives()) {
      for (Membership membership : life.memberships()) {
        add(life.person(), membership, records);
        records.link(membership.inFileFrom(), "member", membership.number(), life.person());
      }
    }
  }

  /** The records about a membership, in order of time. */
  private static void add(Person person, Membership membership, FeedRecords records) {
    Draws draws = Draws.of(records.plan().seed(), Purpose.MEMBERSHIP, person.index(), 1);
    boolean hasBirthDate = !draws.chance(NO_BIRTH_DATE);
    boolean hasEmail = !draws.chance(NO_EMAIL);
    List<Long> days = changeDays(person, membership);
    for (int i = 0; i < days.size(); i++) {
      long day = days.get(i);
      boolean isLast = i == days.size() - 1;
      boolean leaves = isLast && membership.leftOn().isPresent();
      int marks = (i == 0 ? FeedRecords.NEW_KEY : 0) | (isLast ? FeedRecords.FINAL : 0);
      if (records.mayDeliver(day)) {
        records.add(
            marks | (leaves ? FeedRecords.DELETES : 0),
            membership.number(),
            person.given(),
            person.surnameOn(day),
            hasBirthDate ? UtcTime.date(person.birthDay()) : "",
            hasEmail ? person.emailOn(day) : "",
            person.home().country(),
            membership.tierOn(day),
            UtcTime.date(membership.enrolledOn()),
            leaves ? "D" : "U",
            UtcTime.instant(day * UtcTime.DAY + 8 * UtcTime.HOUR + person.index() % 36_000));
      }
    }
  }

  /** The days on which something about the member changes, each once. */
  private static List<Long> changeDays(Person person, Membership membership) {
    List<Long> days = new ArrayList<>();
    membership.tiers().forEach(t -> days.add(t.day()));
    person.newSurname().ifPresent(c -> days.add(c.day()));
    person.newEmail().ifPresent(c -> days.add(c.day()));
    long end = membership.leftOn().orElse(Long.MAX_VALUE);
    membership.leftOn().ifPresent(days::add);
    return days.stream()
        .filter(day -> day >= membership.inFileFrom() && day <= end)
        .distinct()
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
