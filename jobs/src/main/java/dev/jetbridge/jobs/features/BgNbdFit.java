package dev.jetbridge.jobs.features;

/** Fits BG/NBD by maximum likelihood on counted purchase histories. */
public final class BgNbdFit {
  /** With fewer repeat customers the four parameters cannot be told apart. */
  static final long SMALLEST_REPEAT_CUSTOMERS = 30;

  private static final double BOUND = 7;
  private static final double TOLERANCE = 1e-7;
  private static final double DAYS_A_WEEK = 7;

  private BgNbdFit() {}

  /** A fitted model, its log-likelihood, the rounds of the search and the slope that it left. */
  public record Fitted(BgNbd model, double logLikelihood, int rounds, double slope) {}

  /**
   * The parameters under which the histories are most likely: r, a and b between e^−7 and e^7,
   * alpha so about the mean weeks between purchases. A parameter at its bound says that customers
   * do not differ in that respect as far as can be seen.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException INTERNAL when the search does not end
   */
  public static Fitted fit(PurchaseCells cells) {
    double weeks = cells.observedCustomerDays() / DAYS_A_WEEK / cells.repeatPurchases();
    double[] start = {Math.log(0.5), Math.log(0.5), 0, Math.log(2)};
    BgNbdLikelihood likelihood = new BgNbdLikelihood(cells, weeks);
    Bfgs.Minimum best = Bfgs.minimise("bg-nbd", likelihood, start, BOUND, TOLERANCE);
    return new Fitted(
        likelihood.model(best.point), -best.value * cells.customers(), best.rounds, best.slope);
  }
}
