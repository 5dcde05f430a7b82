package dev.jetbridge.jobs.features.value.buying;

import java.util.stream.IntStream;

/**
 * Distinct purchase histories and how many customers have each: x repeat purchases, the last of
 * them t_x days and the end of what was observed T days after the first purchase. Models count in a
 * unit of so many days.
 */
public final class Histories {
  private final int[] repeats;
  private final int[] lastDays;
  private final int[] observedDays;
  private final long[] customers;
  private final double unitDays;
  private final Cohort cohort;

  /** How T is standardised: over all customers, a value beyond 2.5 deviations is one of 2.5. */
  record Cohort(double mean, double deviation) {
    private static final double FURTHEST = 2.5;

    double of(int observedDays) {
      return deviation == 0
          ? 0
          : Math.max(-FURTHEST, Math.min(FURTHEST, (observedDays - mean) / deviation));
    }
  }

  /**
   * Histories in the order given; all arrays have the same length and are not changed later.
   *
   * @param unitDays days of a unit of the models' time, such as 7
   */
  public Histories(
      int[] repeats, int[] lastDays, int[] observedDays, long[] customers, double unitDays) {
    this.repeats = repeats;
    this.lastDays = lastDays;
    this.observedDays = observedDays;
    this.customers = customers;
    this.unitDays = unitDays;
    this.cohort = cohort();
  }

  private Cohort cohort() {
    double n = customers();
    double mean = sum(i -> observedDays[i]) / n;
    double square = 0;
    for (int i = 0; i < size(); i++) {
      square += customers[i] * (observedDays[i] - mean) * (observedDays[i] - mean);
    }
    return new Cohort(mean, Math.sqrt(square / n));
  }

  /** How many distinct ones there are. */
  public int size() {
    return repeats.length;
  }

  /** x. */
  public int repeats(int i) {
    return repeats[i];
  }

  /** t_x. */
  public int lastDays(int i) {
    return lastDays[i];
  }

  /** T. */
  public int observedDays(int i) {
    return observedDays[i];
  }

  /** How many have it. */
  public long customers(int i) {
    return customers[i];
  }

  /** Days of a unit. */
  public double unitDays() {
    return unitDays;
  }

  Cohort cohorts() {
    return cohort;
  }

  /** All customers. */
  public long customers() {
    long all = 0;
    for (long n : customers) {
      all += n;
    }
    return all;
  }

  /** Customers with at least one repeat purchase. */
  public long repeatCustomers() {
    return Math.round(sum(i -> repeats[i] > 0 ? 1 : 0));
  }

  /** x of all customers together. */
  public double repeatPurchases() {
    return sum(i -> repeats[i]);
  }

  /** T of all customers together, in units. */
  double observed() {
    return sum(i -> observedDays[i]) / unitDays;
  }

  int mostRepeats() {
    return IntStream.of(repeats).max().orElse(0);
  }

  int mostDays() {
    return IntStream.of(observedDays).max().orElse(0);
  }

  private double sum(java.util.function.IntToDoubleFunction measure) {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += customers[i] * measure.applyAsDouble(i);
    }
    return sum;
  }
}
