package dev.jetbridge.jobs.features.value.buying;

/**
 * How much a customer whose repeat purchases came lately buys more than the models expect: the
 * expectation is multiplied by e^(b·z), z = ln((recent + ½)/(x/3 + ½)).
 */
record Trend(double coefficient) {
  static final Trend NONE = new Trend(0);
  private static final double MOST = 0.3;
  private static final double LEVEL_RIDGE = 1;
  private static final double SLOPE_RIDGE = 5;
  private static final int ROUNDS = 30;
  private static final double FURTHEST = 3;
  private static final double LONGEST_STEP = 0.5;

  static double of(int repeats, int recent) {
    return repeats == 0 ? 0 : Math.log((recent + 0.5) / (repeats / 3.0 + 0.5));
  }

  double factor(int repeats, int recent) {
    double bounded = Math.max(-MOST, Math.min(MOST, coefficient));
    return Math.exp(bounded * of(repeats, recent));
  }

  /**
   * A Poisson regression of what happened on the forecast, by Newton's method.
   *
   * @param forecast expectations
   * @param z trends
   * @param later what happened
   * @param weights customers over dispersion
   */
  static Trend fit(double[] forecast, double[] z, double[] later, double[] weights) {
    double level = 0;
    double slope = 0;
    for (int round = 0; round < ROUNDS; round++) {
      double h00 = LEVEL_RIDGE;
      double h01 = 0;
      double h11 = SLOPE_RIDGE;
      double g0 = -LEVEL_RIDGE * level;
      double g1 = -SLOPE_RIDGE * slope;
      for (int i = 0; i < z.length; i++) {
        double exponent = Math.max(-FURTHEST, Math.min(FURTHEST, level + slope * z[i]));
        double mean = forecast[i] * Math.exp(exponent);
        h00 += weights[i] * mean;
        h01 += weights[i] * mean * z[i];
        h11 += weights[i] * mean * z[i] * z[i];
        g0 += weights[i] * (later[i] - mean);
        g1 += weights[i] * (later[i] - mean) * z[i];
      }
      double determinant = h00 * h11 - h01 * h01;
      level += step((h11 * g0 - h01 * g1) / determinant);
      slope += step((h00 * g1 - h01 * g0) / determinant);
    }
    return new Trend(slope);
  }

  private static double step(double step) {
    return Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, step));
  }
}
