package dev.jetbridge.jobs.features.value.numeric;

/** Nodes and weights of the Gauss-Legendre quadrature on [0, 1] (Abramowitz and Stegun 25.4.29). */
public final class GaussLegendre {
  private static final int NEWTON_STEPS = 20;

  private final double[] nodes;
  private final double[] weights;

  /** The rule with that many points. */
  public GaussLegendre(int points) {
    nodes = new double[points];
    weights = new double[points];
    for (int i = 0; i < points; i++) {
      double x = Math.cos(Math.PI * (i + 0.75) / (points + 0.5));
      double slope = 1;
      for (int step = 0; step < NEWTON_STEPS; step++) {
        double before = 1;
        double value = x;
        for (int n = 2; n <= points; n++) {
          double next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
          before = value;
          value = next;
        }
        slope = points * (x * value - before) / (x * x - 1);
        x -= value / slope;
      }
      nodes[i] = (1 - x) / 2;
      weights[i] = 1 / ((1 - x * x) * slope * slope);
    }
  }

  public int points() {
    return nodes.length;
  }

  public double node(int i) {
    return nodes[i];
  }

  public double weight(int i) {
    return weights[i];
  }
}
