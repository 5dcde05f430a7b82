package dev.jetbridge.jobs.features.value.buying;

import java.util.concurrent.ConcurrentHashMap;

/**
 * P(N ≥ i) of the events of a Poisson process within the horizon, for each rate of a grid: i = 1,
 * 2, … by T, since how long the horizon is by the model's clock knows only T.
 */
final class EventTails {
  private static final double NOTHING = 1e-12;
  private static final int MOST = 4_000;

  private final ErlangModel model;
  private final double[] rates;
  private final int horizonDays;
  private final ConcurrentHashMap<Integer, double[][]> byDay = new ConcurrentHashMap<>();

  EventTails(ErlangModel model, double[] rates, int horizonDays) {
    this.model = model;
    this.rates = rates;
    this.horizonDays = horizonDays;
  }

  /** By rate and i − 1; all rates have as many i. */
  double[][] of(int observedDays) {
    return byDay.computeIfAbsent(observedDays, this::tails);
  }

  private double[][] tails(int observedDays) {
    double horizon =
        model.time(observedDays + horizonDays, observedDays)
            - model.time(observedDays, observedDays);
    double fastest = rates[rates.length - 1] * horizon;
    int most = (int) Math.min(MOST, Math.ceil(fastest + 12 * Math.sqrt(fastest) + 20));
    most = (most + model.stages() - 1) / model.stages() * model.stages();
    double[][] tails = new double[rates.length][most];
    for (int g = 0; g < rates.length; g++) {
      double mean = rates[g] * horizon;
      double logMass = -mean;
      double logMean = Math.log(mean);
      double below = 0;
      for (int i = 1; i <= most; i++) {
        below += Math.exp(logMass);
        double atLeast = 1 - below;
        if (atLeast < NOTHING) {
          break;
        }
        tails[g][i - 1] = atLeast;
        logMass += logMean - Math.log(i);
      }
    }
    return tails;
  }
}
