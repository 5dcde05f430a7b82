package dev.jetbridge.jobs.features.value.spend;

import dev.jetbridge.jobs.features.value.numeric.Bfgs;
import dev.jetbridge.jobs.features.value.numeric.FitLimit;
import java.util.ArrayList;
import java.util.List;

/** Fits Gamma-Gamma by maximum likelihood on counted repeat values. */
public final class GammaGammaFit {
  /** With fewer customers the three parameters cannot be told apart. */
  public static final long SMALLEST_CUSTOMERS = 30;

  private static final double BOUND = 10;
  private static final double TOLERANCE = 1e-7;

  private GammaGammaFit() {}

  /**
   * A fitted model, its log-likelihood, the rounds of the search and the slope that it left.
   *
   * @param limits in what respects the likelihood has no maximum, in words; none for most
   * @param doubt share of the mean values to expect that depends on where the search stops; 0
   *     without limits
   */
  public record Fitted(
      GammaGamma model,
      double logLikelihood,
      int rounds,
      double slope,
      List<String> limits,
      double doubt) {
    public Fitted {
      limits = List.copyOf(limits);
    }
  }

  /**
   * The parameters under which the values are most likely, with q above 1 so that the population
   * has a mean; p and q − 1 lie between e^−10 and e^10, v so about the mean value. A parameter at
   * its bound says that values do not differ in that respect as far as can be seen; the fit says
   * so.
   *
   * @throws dev.jetbridge.contracts.JetbridgeException INTERNAL when the search has no value
   */
  public static Fitted fit(ValueCells cells) {
    double scale = cells.meanValue();
    GammaGammaLikelihood likelihood = new GammaGammaLikelihood(cells, scale);
    Bfgs.Minimum best = search(likelihood, BOUND);
    GammaGamma model = GammaGammaLikelihood.model(best.point, scale);
    List<String> limits = limits(best, model);
    double doubt =
        limits.isEmpty()
            ? 0
            : difference(
                cells,
                model,
                GammaGammaLikelihood.model(search(likelihood, BOUND - 1).point, scale));
    return new Fitted(
        model, -best.value * cells.customers(), best.rounds, best.slope, limits, doubt);
  }

  private static Bfgs.Minimum search(GammaGammaLikelihood likelihood, double bound) {
    double[] start = {Math.log(2), Math.log(2), 0};
    return Bfgs.minimise("gamma-gamma", likelihood, start, bound, TOLERANCE);
  }

  /** What the parameters mean that the search did not bring to rest. */
  private static List<String> limits(Bfgs.Minimum best, GammaGamma model) {
    List<String> limits = new ArrayList<>();
    if (FitLimit.isReached(best.point[0], BOUND)) {
      limits.add(
          FitLimit.parameter("p", model.p())
              + (best.point[0] > 0
                  ? ": each customer spends the same on every purchase"
                  : ": the values of a customer's purchases have no common mean"));
    }
    if (FitLimit.isReached(best.point[1], BOUND)) {
      limits.add(
          FitLimit.parameter("q", model.q())
              + (best.point[1] > 0
                  ? ": customers do not differ in what they spend"
                  : ": customers differ so much that their population has hardly a mean"));
    }
    if (limits.isEmpty() && FitLimit.isReached(best.point[2], BOUND)) {
      limits.add(
          FitLimit.parameter("v", model.v())
              + ": how customers differ cannot be told from how their purchases do");
    }
    if (!best.converged) {
      limits.add("the search did not come to rest");
    }
    return limits;
  }

  /** The share of the mean values to expect on which two models disagree. */
  private static double difference(ValueCells cells, GammaGamma one, GammaGamma other) {
    double sum = one.populationMean();
    double apart = Math.abs(one.populationMean() - other.populationMean());
    double population = apart / sum;
    for (int i = 0; i < cells.size(); i++) {
      double expected = one.expectedMeanValue(cells.repeats(i), cells.value(i));
      double otherwise = other.expectedMeanValue(cells.repeats(i), cells.value(i));
      sum += cells.customers(i) * expected;
      apart += cells.customers(i) * Math.abs(expected - otherwise);
    }
    return Math.max(population, apart / sum);
  }
}
