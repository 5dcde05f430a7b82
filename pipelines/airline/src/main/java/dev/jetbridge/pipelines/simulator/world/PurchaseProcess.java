package dev.jetbridge.pipelines.simulator.world;

import dev.jetbridge.pipelines.simulator.world.Draws.Purpose;
import java.util.ArrayList;
import java.util.List;

/**
 * How often and for how much customers buy: BG/NBD and Gamma-Gamma with known parameters. While
 * active, a customer buys at random times with a rate drawn from Gamma(r, α) a week and leaves
 * after each repeat purchase with a probability drawn from Beta(a, b). What a purchase costs is
 * Gamma(p, ν), ν drawn from Gamma(q, γ). Sources: Fader, Hardie and Lee 2005; Fader and Hardie
 * 2013.
 *
 * @param spendScale γ, in the base currency
 */
public record PurchaseProcess(
    double r, double alpha, double a, double b, double p, double q, double spendScale) {
  static final double DAYS_A_WEEK = 7;

  /** First purchases are within this many days of the first day, the earlier days having more. */
  static final int DAYS_OF_FIRST_PURCHASES = 365;

  private static final double DIRHAM_SCALE = 3_000;

  /** Nobody makes more purchases: ticket numbers leave room for so many. */
  static final int MOST_PURCHASES = 1_000;

  public static PurchaseProcess in(String baseCurrency) {
    double scale = Math.round(DIRHAM_SCALE * Money.start("AED", baseCurrency));
    return new PurchaseProcess(1.4, 10, 0.8, 3.2, 6, 4, scale);
  }

  /**
   * What one customer is like.
   *
   * @param weeklyRate λ
   * @param dropout p of the Beta distribution
   * @param meanSpend expected value of a purchase, base currency
   */
  public record Buyer(double weeklyRate, double dropout, double spendRate, double meanSpend) {}

  /**
   * Purchases up to the last day.
   *
   * @param firstDay day of the first purchase, which may be after the last day
   * @param hasLeft whether the customer will never buy again
   */
  public record History(Buyer buyer, long firstDay, List<Purchase> purchases, boolean hasLeft) {}

  /** One purchase, its number from 0. */
  public record Purchase(int number, long at, double value) {}

  /** All purchases of a customer until the end of the last day; longer plans only add to it. */
  History history(SimulationPlan plan, long customer) {
    Draws draws = Draws.of(plan.seed(), Purpose.PURCHASES, customer);
    double rate = draws.gamma(r) / alpha;
    double dropout = draws.beta(a, b);
    double spendRate = draws.gamma(q) / spendScale;
    Buyer buyer = new Buyer(rate, dropout, spendRate, p / spendRate);
    long firstDay = plan.firstDay().toEpochDay();
    long days = plan.lastDay().toEpochDay() - firstDay + 1;
    double early = draws.unit();
    double time = early * early * DAYS_OF_FIRST_PURCHASES;
    long first = firstDay + (long) time;
    List<Purchase> purchases = new ArrayList<>();
    while (time < days && purchases.size() < MOST_PURCHASES) {
      double value = draws.gamma(p) / spendRate;
      purchases.add(new Purchase(purchases.size(), instant(firstDay, time), value));
      if (purchases.size() > 1 && draws.chance(dropout)) {
        return new History(buyer, first, purchases, true);
      }
      time += draws.exponential() / rate * DAYS_A_WEEK;
    }
    return new History(buyer, first, purchases, false);
  }

  /** The day is kept; the last hour of a day is left to what follows a booking at once. */
  private static long instant(long firstDay, double time) {
    long day = firstDay + (long) time;
    double fraction = time - Math.floor(time);
    return day * UtcTime.DAY + (long) (fraction * 22.5 * UtcTime.HOUR);
  }
}
