package dev.jetbridge.jobs.features.value;

import java.util.SplittableRandom;

/**
 * Customers who buy as a BG/NBD model says, counted into cells: known parameters for tests and
 * benchmarks of the fit. Times are rounded down to days and purchases of one day are one, as in the
 * counted data.
 */
public final class PurchaseSimulation {
  private static final double DAYS_A_WEEK = 7;

  private final BgNbd truth;
  private final SplittableRandom random;

  private PurchaseSimulation(BgNbd truth, long seed) {
    this.truth = truth;
    this.random = new SplittableRandom(seed);
  }

  /** That many customers, each first seen on a day that is uniform over the period. */
  public static PurchaseCells cells(BgNbd truth, int customers, int days, long seed) {
    return new PurchaseSimulation(truth, seed).cells(customers, days);
  }

  private PurchaseCells cells(int customers, int days) {
    int[] repeats = new int[customers];
    int[] lastDays = new int[customers];
    int[] observedDays = new int[customers];
    for (int i = 0; i < customers; i++) {
      observedDays[i] = 1 + random.nextInt(days);
      double rate = gamma(truth.r()) / truth.alpha();
      double left = gamma(truth.a());
      double dropOut = left / (left + gamma(truth.b()));
      double day = exponential(rate) * DAYS_A_WEEK;
      while (day < observedDays[i]) {
        repeats[i] += (int) day > lastDays[i] ? 1 : 0;
        lastDays[i] = (int) day;
        if (random.nextDouble() < dropOut) {
          break;
        }
        day += exponential(rate) * DAYS_A_WEEK;
      }
    }
    return PurchaseCells.count(repeats, lastDays, observedDays);
  }

  private double exponential(double rate) {
    return -Math.log(1 - random.nextDouble()) / rate;
  }

  /** Marsaglia and Tsang, "A simple method for generating gamma variables", 2000. */
  private double gamma(double shape) {
    if (shape < 1) {
      return gamma(shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double normal = random.nextGaussian();
      double v = Math.pow(1 + c * normal, 3);
      if (v > 0
          && Math.log(1 - random.nextDouble())
              < 0.5 * normal * normal + d * (1 - v + Math.log(v))) {
        return d * v;
      }
    }
  }
}
