package dev.jetbridge.jobs.features.value.buying;

import java.util.Arrays;
import java.util.List;

/**
 * Weights of models, under which what happened was most likely: they maximise Σ ln Σ_m w_m·P_m(y) +
 * 5·Σ ln w_m, so that none is ever left out for good.
 */
final class Stacking {
  private static final int ROUNDS = 500;
  private static final double PRIOR = 5;

  private Stacking() {}

  /**
   * The weights.
   *
   * @param probabilities by outcome: what each model gave it
   * @param customers by outcome
   */
  static double[] weights(List<double[]> probabilities, List<Long> customers, int models) {
    double[] weights = new double[models];
    Arrays.fill(weights, 1.0 / models);
    double all = customers.stream().mapToDouble(n -> n).sum();
    for (int round = 0; round < ROUNDS && !probabilities.isEmpty(); round++) {
      double[] sums = new double[models];
      for (int i = 0; i < probabilities.size(); i++) {
        double[] p = probabilities.get(i);
        double sum = 0;
        for (int m = 0; m < models; m++) {
          sum += weights[m] * p[m];
        }
        for (int m = 0; m < models; m++) {
          sums[m] += customers.get(i) * weights[m] * p[m] / sum;
        }
      }
      for (int m = 0; m < models; m++) {
        weights[m] = (sums[m] + PRIOR) / (all + PRIOR * models);
      }
    }
    return weights;
  }
}
