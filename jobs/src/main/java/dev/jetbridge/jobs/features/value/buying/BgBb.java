package dev.jetbridge.jobs.features.value.buying;

import static dev.jetbridge.jobs.features.value.numeric.GammaFunction.digamma;
import static dev.jetbridge.jobs.features.value.numeric.GammaFunction.logBeta;
import static dev.jetbridge.jobs.features.value.numeric.GammaFunction.logGamma;

import java.util.Map;
import java.util.TreeMap;

/**
 * Customers who may buy once a period, as in a yearly programme: while active each buys in a period
 * with a probability that differs between them as a beta distribution (alpha, beta), and stops
 * before a period with one that differs as a beta distribution (gamma, delta). What other models
 * call days are periods here: x periods with a purchase, t_x the last of them, T all that have
 * passed. Source: Fader, Hardie and Shang, "Customer-base analysis in a discrete-time
 * noncontractual setting", Marketing Science 29 (2010).
 */
public record BgBb(double alpha, double beta, double gamma, double delta) implements BuyingModel {
  @Override
  public String kind() {
    return "bg-bb";
  }

  @Override
  public Map<String, Double> parameters() {
    return new TreeMap<>(Map.of("alpha", alpha, "beta", beta, "gamma", gamma, "delta", delta));
  }

  @Override
  public double probabilityAlive(int repeats, int last, int periods) {
    double buying = logBeta(alpha + repeats, beta + periods - repeats) - logBeta(alpha, beta);
    double staying = logBeta(gamma, delta + periods + 1) - logBeta(gamma, delta);
    return Math.exp(buying + staying - logLikelihood(repeats, last, periods, new double[4]));
  }

  @Override
  public double expected(int repeats, int last, int periods, int horizon) {
    double buying = logBeta(alpha + repeats + 1, beta + periods - repeats) - logBeta(alpha, beta);
    double all = logLikelihood(repeats, last, periods, new double[4]);
    double sum = 0;
    for (int k = 1; k <= horizon; k++) {
      double staying = logBeta(gamma, delta + periods + k) - logBeta(gamma, delta);
      sum += Math.exp(buying + staying - all);
    }
    return sum;
  }

  @Override
  public double[] tail(int repeats, int last, int periods, int horizon) {
    double a = alpha + repeats;
    double b = beta + periods - repeats;
    double common =
        logBeta(a, b)
            - logBeta(alpha, beta)
            - logBeta(gamma, delta)
            - logLikelihood(repeats, last, periods, new double[4]);
    double[] tail = new double[horizon];
    for (int stays = 1; stays <= horizon; stays++) {
      double staying =
          stays == horizon
              ? logBeta(gamma, delta + periods + stays)
              : logBeta(gamma + 1, delta + periods + stays);
      double weight = Math.exp(common + staying);
      double atLeast = 0;
      for (int y = stays; y >= 1; y--) {
        double ways = logGamma(stays + 1) - logGamma(y + 1) - logGamma(stays - y + 1);
        atLeast += Math.exp(ways + logBeta(a + y, b + stays - y) - logBeta(a, b));
        tail[y - 1] += weight * atLeast;
      }
    }
    return tail;
  }

  /** ln L of a customer; fills its slopes by alpha, beta, gamma and delta. */
  double logLikelihood(int x, int last, int periods, double[] slopes) {
    int terms = periods - last + 1;
    double[] logs = new double[terms];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < terms; i++) {
      boolean isActive = i == terms - 1;
      int active = last + i;
      logs[i] =
          logBeta(alpha + x, beta + active - x)
              + logBeta(isActive ? gamma : gamma + 1, delta + active);
      most = Math.max(most, logs[i]);
    }
    double sum = 0;
    for (int i = 0; i < terms; i++) {
      logs[i] = Math.exp(logs[i] - most);
      sum += logs[i];
    }
    slopes[0] = digamma(alpha + x) - digamma(alpha) + digamma(alpha + beta);
    slopes[1] = digamma(alpha + beta) - digamma(beta);
    slopes[2] = digamma(gamma + delta) - digamma(gamma);
    slopes[3] = digamma(gamma + delta) - digamma(delta);
    for (int i = 0; i < terms; i++) {
      double weight = logs[i] / sum;
      int active = last + i;
      double leaving = i == terms - 1 ? gamma : gamma + 1;
      double all = digamma(alpha + beta + active);
      double whole = digamma(leaving + delta + active);
      slopes[0] -= weight * all;
      slopes[1] += weight * (digamma(beta + active - x) - all);
      slopes[2] += weight * (digamma(leaving) - whole);
      slopes[3] += weight * (digamma(delta + active) - whole);
    }
    return most + Math.log(sum) - logBeta(alpha, beta) - logBeta(gamma, delta);
  }
}
