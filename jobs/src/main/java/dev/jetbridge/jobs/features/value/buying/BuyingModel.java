package dev.jetbridge.jobs.features.value.buying;

import java.util.Map;

/**
 * When customers buy and when they stop, fitted. Times are whole days: t_x and T after the first
 * purchase, the horizon after T.
 */
public interface BuyingModel {
  /** Its name, such as bg-nbd. */
  String kind();

  /** Its parameters by name; those of time in the unit that it was fitted in. */
  Map<String, Double> parameters();

  /** The probability that a customer still buys at T. */
  double probabilityAlive(int repeats, int lastDays, int observedDays);

  /** The purchases to expect of a customer within the horizon. */
  double expected(int repeats, int lastDays, int observedDays, int horizonDays);

  /**
   * P(Y ≥ n) for the purchases Y within the horizon, n = 1, 2, …, as far as that is above 1e-12 and
   * at most 10,000.
   */
  double[] tail(int repeats, int lastDays, int observedDays, int horizonDays);

  /**
   * The purchases to expect of a new customer within the first days, the first purchase apart.
   *
   * @param observedDays T of the customers who began with this one, for models that tell cohorts
   *     apart
   */
  default double expectedOfNew(int days, int observedDays) {
    return expected(0, 0, 0, days);
  }
}
