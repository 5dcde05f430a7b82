package dev.jetbridge.jobs.features;

/** Fits Gamma-Gamma by maximum likelihood on counted repeat values. */
final class GammaGammaFit {
  /** With fewer customers the three parameters cannot be told apart. */
  static final long SMALLEST_CUSTOMERS = 30;

  private static final double BOUND = 10;
  private static final double TOLERANCE = 1e-7;

  private GammaGammaFit() {}

  /** A fitted model, its log-likelihood, the rounds of the search and the slope that it left. */
  record Fitted(GammaGamma model, double logLikelihood, int rounds, double slope) {}

  /**
   * The parameters under which the values are most likely, with q above 1 so that the population
   * has a mean; p and q − 1 lie between e^−10 and e^10, v so about the mean value.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException INTERNAL when the search does not end
   */
  static Fitted fit(ValueCells cells) {
    double scale = cells.meanValue();
    double[] start = {Math.log(2), Math.log(2), 0};
    Bfgs.Minimum best =
        Bfgs.minimise(
            "gamma-gamma", new GammaGammaLikelihood(cells, scale), start, BOUND, TOLERANCE);
    return new Fitted(
        GammaGammaLikelihood.model(best.point, scale),
        -best.value * cells.customers(),
        best.rounds,
        best.slope);
  }
}
