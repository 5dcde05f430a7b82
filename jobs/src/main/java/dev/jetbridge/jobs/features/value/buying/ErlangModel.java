package dev.jetbridge.jobs.features.value.buying;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Customers buy after every k-th event of a Poisson process, whose rate differs between them as a
 * gamma distribution (shape r, rate alpha), and stop for good after a purchase with a probability
 * that differs as a beta distribution (a, b): after each repeat purchase (BG), or after the first
 * one too (MBG). k = 1 are BG/NBD and MBG/NBD, larger ones buy the more regularly. Time may run by
 * an {@link AgeClock}, and faster or slower by e^(beta·z) for customers first seen early or late.
 *
 * <p>Sources: Fader, Hardie and Lee 2005; Batislam, Denizel and Filiztekin 2007; Platzer and
 * Reutterer, "Ticking away the moments", 2016.
 *
 * @param stages k, at least 1
 * @param modified whether customers may stop after the first purchase (MBG)
 */
public record ErlangModel(
    int stages, boolean modified, Rates rates, AgeClock clock, Cohorts cohorts, double unitDays)
    implements BuyingModel {
  private static final double SMALLEST = 1e-12;
  private static final int MOST = 10_000;
  private static final double SHORTEST = 1e-12;

  /** r, alpha, a and b. */
  public record Rates(double r, double alpha, double a, double b) {}

  /** beta, and how z follows from T. */
  record Cohorts(double beta, double mean, double deviation) {
    static final Cohorts ALIKE = new Cohorts(0, 0, 0);

    double factor(int observedDays) {
      return beta == 0
          ? 1
          : Math.exp(beta * new Histories.Cohort(mean, deviation).of(observedDays));
    }
  }

  @Override
  public String kind() {
    String family = modified ? "mbg" : "bg";
    return stages == 1 ? family + "-nbd" : family + "-cnbd-" + stages;
  }

  @Override
  public Map<String, Double> parameters() {
    Map<String, Double> all = new TreeMap<>();
    all.put("r", rates.r());
    all.put("alpha", rates.alpha());
    all.put("a", rates.a());
    all.put("b", rates.b());
    if (!clock.equals(AgeClock.EVEN)) {
      all.put("c", clock.pace());
      all.put("tau", clock.decay());
    }
    if (!cohorts.equals(Cohorts.ALIKE)) {
      all.put(Fitted.COHORT, cohorts.beta());
    }
    return all;
  }

  /** Time of the model at a day of the customer's age. */
  double time(int day, int observedDays) {
    return cohorts.factor(observedDays) * clock.time(day / unitDays);
  }

  @Override
  public double probabilityAlive(int repeats, int lastDays, int observedDays) {
    double sum = 0;
    for (double weight : aliveAt(repeats, lastDays, observedDays)) {
      sum += weight;
    }
    return sum;
  }

  /** The probability of being alive and j events after the last purchase, for each j below k. */
  private double[] aliveAt(int x, int lastDays, int observedDays) {
    ErlangTerms terms = new ErlangTerms(this, x);
    double last = time(lastDays, observedDays);
    double now = time(observedDays, observedDays);
    double[] logs = terms.alive(now, Math.max(now - last, SHORTEST));
    double stopped = x > 0 || modified ? terms.stopped(last) : Double.NEGATIVE_INFINITY;
    double most = Math.max(Arrays.stream(logs).max().orElseThrow(), stopped);
    double all = Math.exp(stopped - most);
    for (int j = 0; j < stages; j++) {
      logs[j] = Math.exp(logs[j] - most);
      all += logs[j];
    }
    for (int j = 0; j < stages; j++) {
      logs[j] /= all;
    }
    return logs;
  }

  @Override
  public double expected(int repeats, int lastDays, int observedDays, int horizonDays) {
    return Arrays.stream(tail(repeats, lastDays, observedDays, horizonDays)).sum();
  }

  /** P(Y ≥ n) = Σ_j P(alive, j) · B(a, b+x+m+n−1)/B(a, b+x+m) · P(N ≥ n·k−j). */
  @Override
  public double[] tail(int repeats, int lastDays, int observedDays, int horizonDays) {
    double[] alive = aliveAt(repeats, lastDays, observedDays);
    double now = time(observedDays, observedDays);
    double horizon = time(observedDays + horizonDays, observedDays) - now;
    return tail(alive, repeats, now, horizon);
  }

  @Override
  public double expectedOfNew(int days, int observedDays) {
    double[] alive = new double[stages];
    alive[0] = modified ? rates.b() / (rates.a() + rates.b()) : 1;
    return Arrays.stream(tail(alive, 0, 0, time(days, observedDays))).sum();
  }

  private double[] tail(double[] alive, int repeats, double now, double horizon) {
    CountTail[] counts = new CountTail[stages];
    for (int j = 0; j < stages; j++) {
      double rate = rates.alpha() + now;
      counts[j] = new CountTail(rates.r() + stages * repeats + j, horizon / (rate + horizon));
    }
    Staying staying = new Staying(rates.a(), rates.b() + repeats + (modified ? 1 : 0));
    return Tail.until(
        SMALLEST,
        MOST,
        n -> {
          double sum = 0;
          for (int j = 0; j < stages; j++) {
            sum += alive[j] * counts[j].atLeast(n * stages - j);
          }
          return staying.through(n - 1) * sum;
        });
  }

  /** The probability of not stopping after so many purchases: B(a, b+n) / B(a, b). */
  private static final class Staying {
    private final double a;
    private final double b;
    private double kept = 1;
    private int purchases;

    Staying(double a, double b) {
      this.a = a;
      this.b = b;
    }

    /** Of no fewer purchases than asked before. */
    double through(int n) {
      while (purchases < n) {
        kept *= (b + purchases) / (a + b + purchases);
        purchases++;
      }
      return kept;
    }
  }
}
