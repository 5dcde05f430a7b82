package dev.jetbridge.jobs.features.value.buying;

import dev.jetbridge.jobs.features.value.numeric.GammaFunction;
import java.util.Map;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;

/**
 * Customers buy at a rate that differs between them as a gamma distribution (r, alpha) and stop at
 * a moment of their own, at a rate that differs as a gamma distribution (s, beta). Source:
 * Schmittlein, Morrison and Colombo, "Counting your customers", Management Science 33 (1987).
 *
 * <p>The customer's having stopped at y after the last purchase is integrated over y numerically,
 * which needs no hypergeometric function and has no hole where the two rates are alike.
 */
public record ParetoNbd(double r, double alpha, double s, double beta, double unitDays)
    implements BuyingModel {
  private static final double HOLE = 1e-7;
  private static final double SMALLEST = 1e-12;
  private static final int MOST = 10_000;

  @Override
  public String kind() {
    return "pareto-nbd";
  }

  @Override
  public Map<String, Double> parameters() {
    return new java.util.TreeMap<>(Map.of("r", r, "alpha", alpha, "s", s, "beta", beta));
  }

  @Override
  public double probabilityAlive(int repeats, int lastDays, int observedDays) {
    double last = lastDays / unitDays;
    double now = observedDays / unitDays;
    double alive = -(r + repeats) * Math.log(alpha + now) - s * Math.log(beta + now);
    double stopped = StoppedIntegral.log(this, repeats, last, now);
    return 1 / (1 + Math.exp(stopped - alive));
  }

  @Override
  public double expected(int repeats, int lastDays, int observedDays, int horizonDays) {
    double now = observedDays / unitDays;
    double horizon = horizonDays / unitDays;
    double safe = Math.abs(s - 1) < HOLE ? 1 + HOLE : s;
    double logRatio = Math.log((beta + now) / (beta + now + horizon));
    double lasting = -Math.expm1((safe - 1) * logRatio) * (beta + now) / (safe - 1);
    return probabilityAlive(repeats, lastDays, observedDays)
        * (r + repeats)
        / (alpha + now)
        * lasting;
  }

  /**
   * Whoever is alive at T has a rate of Γ(r+x, alpha+T) and stops at a rate of Γ(s, beta+T), the
   * one independent of the other: P(Y ≥ n) = P(alive) · ∫ P(not stopped by u) dP(N(u) ≥ n).
   */
  @Override
  public double[] tail(int repeats, int lastDays, int observedDays, int horizonDays) {
    double alive = probabilityAlive(repeats, lastDays, observedDays);
    double now = observedDays / unitDays;
    double horizon = horizonDays / unitDays;
    double shape = r + repeats;
    double rate = alpha + now;
    GaussIntegrator rule = StoppedIntegral.RULE;
    double[] logDensity = new double[rule.getNumberOfPoints()];
    double[] logGrowth = new double[rule.getNumberOfPoints()];
    for (int i = 0; i < rule.getNumberOfPoints(); i++) {
      double u = horizon * rule.getPoint(i);
      double stays = -s * Math.log((beta + now + u) / (beta + now));
      // The density of the first event: shape · rate^shape / (rate + u)^(shape + 1).
      logDensity[i] =
          Math.log(rule.getWeight(i) * horizon * shape / rate)
              - (shape + 1) * Math.log1p(u / rate)
              + stays;
      logGrowth[i] = Math.log(u / (rate + u));
    }
    return Tail.until(
        SMALLEST,
        MOST,
        n -> {
          double rising = logRising(shape, n - 1);
          double sum = 0;
          for (int i = 0; i < logDensity.length; i++) {
            sum += Math.exp(logDensity[i] + (n - 1) * logGrowth[i] + rising);
          }
          return Math.min(1, alive * sum);
        });
  }

  /** ln of (shape+1)…(shape+n) / n!. */
  private static double logRising(double shape, int n) {
    return GammaFunction.logGamma(shape + n + 1)
        - GammaFunction.logGamma(shape + 1)
        - GammaFunction.logGamma(n + 1.0);
  }

  /** ln of r's and alpha's part that knows only x. */
  double common(int repeats) {
    return GammaFunction.logGamma(r + repeats)
        - GammaFunction.logGamma(r)
        + r * Math.log(alpha)
        + s * Math.log(beta);
  }
}
