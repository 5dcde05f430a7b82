package dev.jetbridge.jobs.features.value;

import dev.jetbridge.jobs.features.value.numeric.Bfgs;
import dev.jetbridge.jobs.features.value.numeric.FitLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Fits BG/NBD by maximum likelihood on counted purchase histories. */
public final class BgNbdFit {
  /** With fewer repeat customers the four parameters cannot be told apart. */
  static final long SMALLEST_REPEAT_CUSTOMERS = 30;

  private static final double BOUND = 7;
  private static final double TOLERANCE = 1e-7;
  private static final double DAYS_A_WEEK = 7;

  /** Weeks whose purchases are compared to see whether a fit has come to its limit. */
  private static final int YEAR = 52;

  /** A tenth of a purchase a customer, so that a share of nothing is nothing. */
  private static final double LEAST_PURCHASES = 0.1;

  private static final double NOBODY = 0.01;

  private BgNbdFit() {}

  /**
   * A fitted model, its log-likelihood, the rounds of the search and the slope that it left.
   *
   * @param limits in what respects the likelihood has no maximum, in words; none for most
   */
  public record Fitted(
      BgNbd model, double logLikelihood, int rounds, double slope, List<String> limits) {
    public Fitted {
      limits = List.copyOf(limits);
    }
  }

  /**
   * The parameters under which the histories are most likely: r, a and b between e^−7 and e^7,
   * alpha so about the mean weeks between purchases. A parameter at its bound says that customers
   * do not differ in that respect as far as can be seen; the fit says so.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException CONTRACT when it is at a bound and what it
   *     predicts depends on the bound; INTERNAL when the search has no value
   */
  public static Fitted fit(PurchaseCells cells) {
    double weeks = cells.observedCustomerDays() / DAYS_A_WEEK / cells.repeatPurchases();
    BgNbdLikelihood likelihood = new BgNbdLikelihood(cells, weeks);
    Bfgs.Minimum best = search(likelihood, BOUND);
    BgNbd model = likelihood.model(best.point);
    List<String> limits = limits(best, model);
    if (!limits.isEmpty()) {
      BgNbd narrower = likelihood.model(search(likelihood, BOUND - 1).point);
      FitLimit.requireSound(limits, difference(cells, model, narrower));
    }
    return new Fitted(model, -best.value * cells.customers(), best.rounds, best.slope, limits);
  }

  private static Bfgs.Minimum search(BgNbdLikelihood likelihood, double bound) {
    double[] start = {Math.log(0.5), Math.log(0.5), 0, Math.log(2)};
    return Bfgs.minimise("bg-nbd", likelihood, start, bound, TOLERANCE);
  }

  /** What the parameters mean that the search did not bring to rest. */
  private static List<String> limits(Bfgs.Minimum best, BgNbd model) {
    List<String> limits = new ArrayList<>();
    if (FitLimit.isReached(best.point[0], BOUND)) {
      limits.add(
          FitLimit.parameter("r", model.r())
              + (best.point[0] > 0
                  ? ": customers do not differ in how often they buy"
                  : ": almost all repeat purchases are those of a few"));
    } else if (FitLimit.isReached(best.point[1], BOUND)) {
      limits.add(
          FitLimit.parameter("alpha", model.alpha())
              + ": how often customers buy cannot be told from how they differ in it");
    }
    boolean a = FitLimit.isReached(best.point[2], BOUND);
    boolean b = FitLimit.isReached(best.point[3], BOUND);
    if (a || b) {
      String names =
          (a ? FitLimit.parameter("a", model.a()) : "")
              + (a && b ? ", " : "")
              + (b ? FitLimit.parameter("b", model.b()) : "");
      limits.add(names + ": " + stopping(best, model));
    }
    if (!best.converged) {
      limits.add("the search did not come to rest");
    }
    return limits;
  }

  /** What drop-out looks like; the share of those who stop after a repeat purchase is a/(a+b). */
  private static String stopping(Bfgs.Minimum best, BgNbd model) {
    double share = model.a() / (model.a() + model.b());
    if (share < NOBODY) {
      return "nobody seems to stop";
    }
    if (share > 1 - NOBODY) {
      return "everybody stops after the first repeat purchase";
    }
    return best.point[2] > 0
        ? String.format(
            Locale.ROOT,
            "customers do not differ in how likely they stop, which is %.0f %% after each purchase",
            100 * share)
        : "customers stop after their first repeat purchase or never";
  }

  /** The share of the purchases to expect within a year on which two models disagree. */
  private static double difference(PurchaseCells cells, BgNbd one, BgNbd other) {
    double sum = 0;
    double apart = 0;
    for (int i = 0; i < cells.size(); i++) {
      int x = cells.repeats(i);
      double expected = one.expectedPurchases(x, cells.lastDays(i), cells.observedDays(i), YEAR);
      double otherwise = other.expectedPurchases(x, cells.lastDays(i), cells.observedDays(i), YEAR);
      sum += cells.customers(i) * expected;
      apart += cells.customers(i) * Math.abs(expected - otherwise);
    }
    return apart / Math.max(sum, LEAST_PURCHASES * cells.customers());
  }
}
