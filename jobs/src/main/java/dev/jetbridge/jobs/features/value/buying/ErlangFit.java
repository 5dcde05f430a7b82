package dev.jetbridge.jobs.features.value.buying;

import dev.jetbridge.jobs.features.value.numeric.Bfgs;
import java.util.ArrayList;
import java.util.List;

/** Fits an {@link ErlangModel} of a shape by maximum likelihood. */
public final class ErlangFit {
  private static final double TOLERANCE = 1e-7;
  private static final double PACE_BOUND = 2.5;
  private static final double BETA_BOUND = 2;
  private static final double FASTEST_DECAY = 0.03;
  private static final double SLOWEST_DECAY = 0.3;

  /** Paces and decays, as parts of the longest T, from which the search starts. */
  private static final double[][] AGING_STARTS = {{2, 0.12}, {0.7, 0.2}};

  private static final double[][] PLAIN_STARTS = {{}};

  private final Histories histories;
  private final Gaps gaps;
  private final ErlangShape shape;

  private ErlangFit(Histories histories, Gaps gaps, ErlangShape shape) {
    this.histories = histories;
    this.gaps = gaps;
    this.shape = shape;
  }

  /**
   * The model under which the histories are most likely, of those found from several starts.
   *
   * @param gaps times between purchases of the same customers; not looked at by a model with one
   *     stage that does not age
   */
  public static Fitted<ErlangModel> fit(Histories histories, Gaps gaps, ErlangShape shape) {
    return new ErlangFit(histories, gaps, shape).best();
  }

  private Fitted<ErlangModel> best() {
    double scale = histories.observed() / Math.max(histories.repeatPurchases(), 1) / shape.stages();
    ErlangLikelihood likelihood = new ErlangLikelihood(histories, gaps, shape, scale);
    Bfgs.Minimum best = null;
    for (double[] start : shape.aging() ? AGING_STARTS : PLAIN_STARTS) {
      Bfgs.Minimum found = search(likelihood, start);
      best = best == null || found.value < best.value ? found : best;
    }
    return Fitted.of(
        likelihood,
        best,
        likelihood.model(best.point),
        shape.names(),
        likelihood.logLikelihood(best.point),
        histories.customers(),
        List.of());
  }

  private Bfgs.Minimum search(ErlangLikelihood likelihood, double[] aging) {
    double longest = histories.mostDays() / histories.unitDays();
    List<double[]> boxes = new ArrayList<>();
    boxes.add(new double[] {Math.log(0.5), -Limits.BOUND, Limits.BOUND});
    boxes.add(new double[] {Math.log(0.5), -Limits.BOUND, Limits.BOUND});
    boxes.add(new double[] {0, -Limits.BOUND, Limits.BOUND});
    boxes.add(new double[] {Math.log(2), -Limits.BOUND, Limits.BOUND});
    if (shape.aging()) {
      boxes.add(new double[] {Math.log(aging[0]), -PACE_BOUND, PACE_BOUND});
      boxes.add(
          new double[] {
            Math.log(aging[1] * longest),
            Math.log(FASTEST_DECAY * longest),
            Math.log(SLOWEST_DECAY * longest)
          });
    }
    if (shape.cohorts()) {
      boxes.add(new double[] {0, -BETA_BOUND, BETA_BOUND});
    }
    return Bfgs.minimise(
        "purchases",
        likelihood,
        boxes.stream().mapToDouble(b -> b[0]).toArray(),
        boxes.stream().mapToDouble(b -> b[1]).toArray(),
        boxes.stream().mapToDouble(b -> b[2]).toArray(),
        TOLERANCE);
  }
}
