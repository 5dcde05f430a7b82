package dev.jetbridge.jobs.features.value.buying;

import org.apache.commons.math3.analysis.integration.gauss.GaussIntegrator;
import org.apache.commons.math3.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * ∫ s · (alpha+y)^−(r+x) · (beta+y)^−(s+1) dy from t_x to T: the likelihood of a Pareto/NBD
 * customer who has stopped, without the part that knows only x. With y = (alpha+t_x)·e^v − alpha
 * the integrand falls about as e^(−(r+x−1)·v), and what is left beyond e^−40 is nothing.
 */
final class StoppedIntegral {
  static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(48, 0, 1);
  private static final double NOTHING = 40;

  /** The slopes of the logarithm of the integral by r, alpha, s and beta. */
  final double[] slopes = new double[4];

  private final double[] logs = new double[RULE.getNumberOfPoints()];
  private final double[] logAlpha = new double[RULE.getNumberOfPoints()];
  private final double[] logBeta = new double[RULE.getNumberOfPoints()];
  private final double[] times = new double[RULE.getNumberOfPoints()];

  static double log(ParetoNbd model, int x, double last, double now) {
    return new StoppedIntegral().evaluate(model, x, last, now);
  }

  /** The logarithm of the integral; fills the slopes. */
  double evaluate(ParetoNbd m, int x, double last, double now) {
    double power = m.r() + x;
    double start = m.alpha() + last;
    double whole = Math.log((m.alpha() + now) / start);
    double reach = Math.min(whole, NOTHING / Math.max(power - 1, 1e-3));
    java.util.Arrays.fill(slopes, 0);
    if (!(reach > 0)) {
      return Double.NEGATIVE_INFINITY;
    }
    double logStart = Math.log(start);
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      double v = reach * RULE.getPoint(i);
      double y = start * Math.exp(v) - m.alpha();
      times[i] = y;
      logAlpha[i] = logStart + v;
      logBeta[i] = Math.log(m.beta() + y);
      // dy = (alpha + y) dv
      logs[i] = (1 - power) * logAlpha[i] - (m.s() + 1) * logBeta[i];
      most = Math.max(most, logs[i]);
    }
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      double part = RULE.getWeight(i) * Math.exp(logs[i] - most);
      sum += part;
      slopes[0] -= part * logAlpha[i];
      slopes[1] -= part * power / (m.alpha() + times[i]);
      slopes[2] += part * (1 / m.s() - logBeta[i]);
      slopes[3] -= part * (m.s() + 1) / (m.beta() + times[i]);
    }
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] /= sum;
    }
    return Math.log(m.s() * reach * sum) + most;
  }
}
