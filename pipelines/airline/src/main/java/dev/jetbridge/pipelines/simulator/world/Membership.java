package dev.jetbridge.pipelines.simulator.world;

import dev.jetbridge.pipelines.simulator.world.Draws.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A person's time in the loyalty programme under one number.
 *
 * @param enrolledOn may be long before the first day
 * @param inFileFrom the day of the first record
 * @param leftOn the day the delete record is made
 */
public record Membership(
    String number,
    long enrolledOn,
    long inFileFrom,
    Optional<Long> leftOn,
    List<TierChange> tiers) {
  /** The tier from a day on; the first entry is the tier at the first record. */
  public record TierChange(long day, String tier) {}

  private static final List<String> TIERS = List.of("blue", "silver", "gold", "platinum");
  private static final double ADULTS = 0.52;
  private static final double CHILDREN = 0.2;
  private static final double SINCE_LONG = 0.35;
  private static final double LEAVES = 0.05;
  private static final double RETURNS = 0.4;
  private static final int DAYS_OF_CHANGES = 730;

  public boolean isActiveOn(long day) {
    return day >= inFileFrom && leftOn.map(left -> day < left).orElse(true);
  }

  public String tierOn(long day) {
    return tiers.stream()
        .filter(t -> t.day() <= day)
        .reduce((a, b) -> b)
        .orElse(tiers.get(0))
        .tier();
  }

  /**
   * The memberships of a person, in order of time: none, one, or a second one of somebody who came
   * back under a new number. Nothing depends on how long is simulated.
   *
   * @param firstPurchase day of the first purchase, where a membership begins that is not older
   */
  public static List<Membership> of(SimulationPlan plan, Person person, long firstPurchase) {
    Draws draws = Draws.of(plan.seed(), Purpose.MEMBERSHIP, person.index());
    boolean isInTheStory = person.index() == Story.CUSTOMER;
    if (!draws.chance(person.isAdult() ? ADULTS : CHILDREN) && !isInTheStory) {
      return List.of();
    }
    long firstDay = plan.firstDay().toEpochDay();
    boolean sinceLong = draws.chance(SINCE_LONG) || isInTheStory;
    long enrolledOn =
        sinceLong ? firstDay - draws.between(30, 3_000) : firstPurchase + draws.below(40);
    enrolledOn = Math.max(enrolledOn, person.birthDay());
    long from = Math.max(enrolledOn, firstDay);
    if (isInTheStory) {
      return List.of(
          new Membership(
              number(person, 0), enrolledOn, from, Optional.empty(), Story.tiers(firstDay)));
    }
    List<TierChange> tiers = tiers(draws, sinceLong, from);
    boolean leaves = draws.chance(LEAVES);
    long left = from + 5 + draws.below(DAYS_OF_CHANGES);
    boolean returns = draws.chance(RETURNS);
    long back = left + draws.between(20, 120);
    Optional<Long> leftOn = leaves ? Optional.of(left) : Optional.empty();
    List<Membership> memberships = new ArrayList<>();
    memberships.add(new Membership(number(person, 0), enrolledOn, from, leftOn, tiers));
    if (leaves && returns) {
      memberships.add(
          new Membership(
              number(person, 1),
              back,
              back,
              Optional.empty(),
              List.of(new TierChange(back, TIERS.get(0)))));
    }
    return memberships;
  }

  private static List<TierChange> tiers(Draws draws, boolean sinceLong, long from) {
    List<TierChange> changes = new ArrayList<>();
    int tier = sinceLong ? draws.pickSkewed(List.of(0, 0, 0, 0, 1, 1, 2, 3)) : 0;
    changes.add(new TierChange(from, TIERS.get(tier)));
    long day = from;
    while (tier < TIERS.size() - 1 && draws.chance(0.3)) {
      tier++;
      day += draws.between(40, 300);
      changes.add(new TierChange(day, TIERS.get(tier)));
    }
    return changes;
  }

  /** Every person has two numbers of their own, which look drawn by lot. */
  private static String number(Person person, int which) {
    return "SK" + Digits.scattered(person.index() * 2 + which, 9);
  }
}
