package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.pipelines.simulator.world.SimulationPlan;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * What it takes to simulate a plan and to run on its files, roughly; measured with 300 and 2,000
 * customers on two cores.
 *
 * @param from the first day to deliver
 */
public record SimulationCost(SimulationPlan plan, LocalDate from) {
  /** More than two years are more often a slip of the pen than a wish. */
  private static final long MANY_DAYS = 731;

  private static final long MANY_CUSTOMER_DAYS = 100_000_000L;
  private static final double BYTES_A_DAY = 85_000;
  private static final double BYTES_A_CUSTOMER_AND_DAY = 3.5;
  private static final double SECONDS = 40;
  private static final double SECONDS_A_DAY = 0.1;
  private static final double SECONDS_A_CUSTOMER_AND_DAY = 1e-5;

  /**
   * The cost of the days that are missing.
   *
   * @param deliveredThrough the last day that is there already
   */
  public static SimulationCost of(SimulationPlan plan, Optional<LocalDate> deliveredThrough) {
    return new SimulationCost(
        plan,
        deliveredThrough
            .map(day -> day.plusDays(1))
            .filter(day -> day.isAfter(plan.firstDay()))
            .orElse(plan.firstDay()));
  }

  long days() {
    return ChronoUnit.DAYS.between(from, plan.lastDay()) + 1;
  }

  /** Whether somebody should be asked first. */
  public boolean isLarge() {
    return days() > MANY_DAYS || days() * plan.customers() > MANY_CUSTOMER_DAYS;
  }

  /** Such as 2,922 days of 10,000 customers, 2023-09-01 to 2031-08-31: about 350 MB and 11 min. */
  public String inWords() {
    double customerDays = (double) days() * plan.customers();
    double bytes = days() * BYTES_A_DAY + customerDays * BYTES_A_CUSTOMER_AND_DAY;
    double seconds = SECONDS + days() * SECONDS_A_DAY + customerDays * SECONDS_A_CUSTOMER_AND_DAY;
    return String.format(
        Locale.ROOT,
        "%,d days of %,d customers, %s to %s: about %,.0f MB of files, and %,.0f minutes for a run"
            + " on them",
        days(),
        plan.customers(),
        from,
        plan.lastDay(),
        bytes / 1e6,
        Math.ceil(seconds / 60));
  }
}
