package dev.jetbridge.jobs.features.value.buying;

import java.util.stream.IntStream;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/**
 * The gamma and beta distributions of an {@link ErlangModel} as masses on a grid: 48 rates of an
 * event, and 16 probabilities of stopping. A bin is at its mean.
 */
final class MixingGrid {
  private static final int RATES = 48;
  private static final double LOWEST = 0.02;
  private static final double HIGHEST = 1 - 1e-7;
  private static final double SLOWEST = 1e-5;
  private static final double NO_MASS = 1e-14;
  private static final double SUREST_STOP = 0.999;
  private static final double[] STOPS = {
    0, .01, .03, .06, .1, .15, .2, .28, .36, .45, .55, .65, .75, .85, .93, .98
  };

  private final double[] rates;
  private final double[] stops;
  private final double[][] masses;

  private MixingGrid(double[] rates, double[] stops, double[][] masses) {
    this.rates = rates;
    this.stops = stops;
    this.masses = masses;
  }

  /** Of events, from the slowest on. */
  double[] rates() {
    return rates;
  }

  /** Probabilities of stopping after a purchase. */
  double[] stops() {
    return stops;
  }

  /** By rate and probability; together 1. */
  double[][] masses() {
    return masses;
  }

  static MixingGrid of(ErlangModel.Rates model) {
    double[] rates = new double[RATES];
    double[] rateMasses = new double[RATES];
    rates(model.r(), model.alpha(), rates, rateMasses);
    double[] stops = STOPS.clone();
    double[] stopMasses = new double[STOPS.length];
    stops(model.a(), model.b(), stops, stopMasses);
    double all = IntStream.range(0, RATES).mapToDouble(i -> rateMasses[i]).sum();
    double allStops = IntStream.range(0, STOPS.length).mapToDouble(i -> stopMasses[i]).sum();
    double[][] masses = new double[RATES][STOPS.length];
    for (int i = 0; i < RATES; i++) {
      for (int j = 0; j < STOPS.length; j++) {
        masses[i][j] = rateMasses[i] / all * stopMasses[j] / allStops;
      }
    }
    return new MixingGrid(rates, stops, masses);
  }

  private static void rates(double r, double alpha, double[] rates, double[] masses) {
    double low = Math.max(quantile(r, LOWEST) / alpha, SLOWEST);
    double high = Math.max(quantile(r, HIGHEST) / alpha, low * 1.001);
    double step = Math.log(high / low) / (RATES - 1);
    double below = 0;
    double belowMean = 0;
    for (int i = 0; i < RATES; i++) {
      double rate = low * Math.exp(i * step);
      double edge = rate * Math.exp(step / 2);
      boolean isLast = i == RATES - 1;
      double cumulative = isLast ? 1 : Gamma.regularizedGammaP(r, edge * alpha);
      double cumulativeMean = isLast ? 1 : Gamma.regularizedGammaP(r + 1, edge * alpha);
      masses[i] = cumulative - below;
      rates[i] = masses[i] > NO_MASS ? (cumulativeMean - belowMean) * r / alpha / masses[i] : rate;
      below = cumulative;
      belowMean = cumulativeMean;
    }
  }

  private static void stops(double a, double b, double[] stops, double[] masses) {
    double below = 0;
    double belowMean = 0;
    for (int i = 0; i < stops.length; i++) {
      boolean isLast = i == stops.length - 1;
      double edge = isLast ? 1 : (STOPS[i] + STOPS[i + 1]) / 2;
      double cumulative = isLast ? 1 : Beta.regularizedBeta(edge, a, b);
      double cumulativeMean = isLast ? 1 : Beta.regularizedBeta(edge, a + 1, b);
      masses[i] = cumulative - below;
      if (masses[i] > NO_MASS) {
        stops[i] = Math.min(SUREST_STOP, (cumulativeMean - belowMean) * a / (a + b) / masses[i]);
      }
      below = cumulative;
      belowMean = cumulativeMean;
    }
  }

  /** Of the gamma distribution with scale 1, by halving the logarithm. */
  private static double quantile(double shape, double probability) {
    double low = -700;
    double high = Math.log(shape + 40 * Math.sqrt(shape) + 100);
    for (int i = 0; i < 80; i++) {
      double middle = (low + high) / 2;
      if (Gamma.regularizedGammaP(shape, Math.exp(middle)) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.exp((low + high) / 2);
  }
}
