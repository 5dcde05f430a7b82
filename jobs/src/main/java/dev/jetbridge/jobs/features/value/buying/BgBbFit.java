package dev.jetbridge.jobs.features.value.buying;

import dev.jetbridge.jobs.features.value.numeric.Bfgs;
import java.util.List;

/** Fits {@link BgBb} by maximum likelihood. */
public final class BgBbFit {
  private static final double TOLERANCE = 1e-8;

  private BgBbFit() {}

  /** The model under which the histories, whose days are periods, are most likely. */
  public static Fitted<BgBb> fit(Histories histories) {
    Bfgs.Objective likelihood = (point, gradient) -> evaluate(histories, point, gradient);
    Bfgs.Minimum best =
        Bfgs.minimise("bg-bb", likelihood, new double[] {0, 0, 0, 0.7}, Limits.BOUND, TOLERANCE);
    return Fitted.of(
        likelihood,
        best,
        model(best.point),
        List.of("alpha", "beta", "gamma", "delta"),
        -best.value * histories.customers(),
        histories.customers(),
        List.of());
  }

  private static BgBb model(double[] point) {
    return new BgBb(Math.exp(point[0]), Math.exp(point[1]), Math.exp(point[2]), Math.exp(point[3]));
  }

  private static double evaluate(Histories histories, double[] point, double[] gradient) {
    BgBb model = model(point);
    double[] slopes = new double[4];
    double[] sums = new double[4];
    double value = 0;
    for (int i = 0; i < histories.size(); i++) {
      long n = histories.customers(i);
      value +=
          n
              * model.logLikelihood(
                  histories.repeats(i), histories.lastDays(i), histories.observedDays(i), slopes);
      for (int j = 0; j < slopes.length; j++) {
        sums[j] += n * slopes[j];
      }
    }
    double customers = histories.customers();
    double[] inner = {model.alpha(), model.beta(), model.gamma(), model.delta()};
    for (int j = 0; j < inner.length; j++) {
      gradient[j] = -inner[j] * sums[j] / customers;
    }
    return -value / customers;
  }
}
