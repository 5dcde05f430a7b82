package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.pipelines.simulator.Draws.Purpose;
import java.util.List;

/** Miles a member earns with partners of the programme and spends there. */
final class PartnerActivity {
  private static final List<String> PARTNERS =
      List.of("HTL", "CAR", "BNK", "TEL", "FUE", "SHP", "RST", "INS");
  private static final double MEAN_DAYS_BETWEEN = 80;
  private static final double SPENDS = 0.2;

  /** Activities on flights are numbered below this, those with partners from here on. */
  private static final long FIRST_NUMBER = 200_000_000_000L;

  private static final long NUMBERS_A_MEMBERSHIP = 100_000;

  private PartnerActivity() {}

  static void add(
      RecordRows rows, SimulationPlan plan, Person person, Membership membership, int which) {
    long subject = person.index() * 2 + which;
    Draws draws = Draws.of(plan.seed(), Purpose.PARTNERS, subject);
    double time = membership.inFileFrom() + 1;
    long number = FIRST_NUMBER + subject * NUMBERS_A_MEMBERSHIP;
    while (true) {
      time += MEAN_DAYS_BETWEEN * draws.exponential();
      long day = (long) time;
      if (day > plan.lastDay().toEpochDay() || !membership.isActiveOn(day)) {
        return;
      }
      boolean spends = draws.chance(SPENDS);
      int tens = draws.between(10, 300);
      String partner = draws.pick(PARTNERS);
      long occurredAt = day * UtcTime.DAY + draws.between(6, 20) * UtcTime.HOUR;
      OnBoardRecords.addActivity(
          rows,
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
}
