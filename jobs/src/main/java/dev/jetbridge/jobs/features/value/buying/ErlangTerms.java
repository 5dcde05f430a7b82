package dev.jetbridge.jobs.features.value.buying;

import static dev.jetbridge.jobs.features.value.numeric.GammaFunction.logBeta;
import static dev.jetbridge.jobs.features.value.numeric.GammaFunction.logGamma;

/** Logarithms of the two parts of an {@link ErlangModel}'s likelihood for customers of one x. */
final class ErlangTerms {
  private final ErlangModel model;
  private final double shape;
  private final double logAlive;
  private final double logStopped;

  ErlangTerms(ErlangModel model, int x) {
    this.model = model;
    ErlangModel.Rates rates = model.rates();
    double a = rates.a();
    double stays = rates.b() + x + (model.modified() ? 1 : 0);
    double whole = logBeta(a, rates.b());
    this.shape = rates.r() + (double) model.stages() * x;
    this.logAlive = logBeta(a, stays) - whole;
    this.logStopped =
        x > 0 || model.modified()
            ? logBeta(a + 1, stays - 1) - whole + logGamma(shape)
            : Double.NEGATIVE_INFINITY;
  }

  /** Alive at the time now, j events since the last purchase; j = 0 … k−1. */
  double[] alive(double now, double sinceLast) {
    double[] logs = new double[model.stages()];
    double rate = Math.log(model.rates().alpha() + now);
    double factorial = 0;
    for (int j = 0; j < logs.length; j++) {
      factorial += j > 1 ? Math.log(j) : 0;
      logs[j] =
          logAlive
              + logGamma(shape + j)
              - (shape + j) * rate
              + (j == 0 ? 0 : j * Math.log(sinceLast))
              - factorial;
    }
    return logs;
  }

  /** Stopped right after the last purchase. */
  double stopped(double last) {
    return logStopped - shape * Math.log(model.rates().alpha() + last);
  }
}
