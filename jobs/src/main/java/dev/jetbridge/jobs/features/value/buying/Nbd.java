package dev.jetbridge.jobs.features.value.buying;

import static dev.jetbridge.jobs.features.value.numeric.GammaFunction.digamma;
import static dev.jetbridge.jobs.features.value.numeric.GammaFunction.logGamma;

import dev.jetbridge.jobs.features.value.numeric.Bfgs;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Customers buy at a rate that differs between them as a gamma distribution (r, alpha) and never
 * stop: where the models with drop-out end when nobody seems to. Source: Ehrenberg, "The pattern of
 * consumer purchases", Applied Statistics 8 (1959).
 */
public record Nbd(double r, double alpha, double unitDays) implements BuyingModel {
  private static final double TOLERANCE = 1e-8;
  private static final double SMALLEST = 1e-12;
  private static final int MOST = 10_000;

  /** The model under which the histories are most likely. */
  public static Fitted<Nbd> fit(Histories histories, String reason) {
    double scale = histories.observed() / Math.max(histories.repeatPurchases(), 1);
    Bfgs.Objective likelihood = (point, gradient) -> evaluate(histories, scale, point, gradient);
    Bfgs.Minimum best =
        Bfgs.minimise("nbd", likelihood, new double[] {-0.7, -0.7}, Limits.BOUND, TOLERANCE);
    return Fitted.of(
        likelihood,
        best,
        new Nbd(Math.exp(best.point[0]), scale * Math.exp(best.point[1]), histories.unitDays()),
        List.of("r", "alpha"),
        -best.value * histories.customers(),
        histories.customers(),
        List.of(reason));
  }

  private static double evaluate(
      Histories histories, double scale, double[] point, double[] gradient) {
    double r = Math.exp(point[0]);
    double alpha = scale * Math.exp(point[1]);
    double value = 0;
    double byR = 0;
    double byAlpha = 0;
    double logGammaR = logGamma(r);
    double digammaR = digamma(r);
    for (int i = 0; i < histories.size(); i++) {
      long n = histories.customers(i);
      int x = histories.repeats(i);
      double time = alpha + histories.observedDays(i) / histories.unitDays();
      double log = Math.log(alpha / time);
      value += n * (logGamma(r + x) - logGammaR + r * log - x * Math.log(time));
      byR += n * (digamma(r + x) - digammaR + log);
      byAlpha += n * (r / alpha - (r + x) / time);
    }
    double customers = histories.customers();
    gradient[0] = -r * byR / customers;
    gradient[1] = -alpha * byAlpha / customers;
    return -value / customers;
  }

  @Override
  public String kind() {
    return "nbd";
  }

  @Override
  public Map<String, Double> parameters() {
    return new TreeMap<>(Map.of("r", r, "alpha", alpha));
  }

  @Override
  public double probabilityAlive(int repeats, int lastDays, int observedDays) {
    return 1;
  }

  @Override
  public double expected(int repeats, int lastDays, int observedDays, int horizonDays) {
    return (r + repeats) / (alpha + observedDays / unitDays) * horizonDays / unitDays;
  }

  @Override
  public double[] tail(int repeats, int lastDays, int observedDays, int horizonDays) {
    double horizon = horizonDays / unitDays;
    CountTail counts =
        new CountTail(r + repeats, horizon / (alpha + observedDays / unitDays + horizon));
    return Tail.until(SMALLEST, MOST, counts::atLeast);
  }
}
