package dev.jetbridge.jobs.features.value.buying;

import java.util.Arrays;
import java.util.List;

/** Models with how much each is believed, and the trend of customers who bought lately. */
public final class AutoModel {
  private final List<Fitted<ErlangModel>> candidates;
  private final Window window;
  private final List<Mixture> mixtures;
  private final double[] weights;
  private final Trend trend;
  private final int origins;

  /**
   * A combination.
   *
   * @param candidates fitted on the window
   * @param weights of the candidates; they add up to 1
   * @param origins at how many earlier days weights and trend were judged
   */
  AutoModel(
      Window window,
      List<Fitted<ErlangModel>> candidates,
      double[] weights,
      Trend trend,
      int origins) {
    this.window = window;
    this.candidates = List.copyOf(candidates);
    this.mixtures =
        candidates.parallelStream().map(c -> Mixture.fit(c.model(), window.histories())).toList();
    this.weights = weights;
    this.trend = trend;
    this.origins = origins;
  }

  /** The models. */
  public List<Fitted<ErlangModel>> candidates() {
    return candidates;
  }

  /** How much a candidate is believed. */
  public double weight(int candidate) {
    return weights[candidate];
  }

  /** At how many earlier days weights and trend were judged; 0 for weights that are equal. */
  public int origins() {
    return origins;
  }

  /** b of the trend. */
  public double trendCoefficient() {
    return trend.coefficient();
  }

  /** What the customers of the window are expected to buy. */
  public Forecast forecast(int horizonDays) {
    int size = window.histories().size();
    List<Mixture.Counts> all = mixtures.parallelStream().map(m -> m.counts(horizonDays)).toList();
    double[] alive = new double[size];
    double[][] tails = new double[size][0];
    for (int i = 0; i < size; i++) {
      for (int m = 0; m < weights.length; m++) {
        alive[i] += weights[m] * all.get(m).alive[i];
        double[] own = all.get(m).tails[i];
        if (own.length > tails[i].length) {
          tails[i] = Arrays.copyOf(tails[i], own.length);
        }
        for (int n = 0; n < own.length; n++) {
          tails[i][n] += weights[m] * own[n];
        }
      }
    }
    return Forecast.of(window, alive, tails, trend);
  }
}
