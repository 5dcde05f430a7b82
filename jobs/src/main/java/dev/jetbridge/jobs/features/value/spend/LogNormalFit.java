package dev.jetbridge.jobs.features.value.spend;

import dev.jetbridge.jobs.features.value.numeric.Bfgs;
import java.util.List;

/**
 * Fits {@link LogNormal} by maximum likelihood. All that it asks of customers with so many
 * purchases is how many they are, and sums over them.
 */
public final class LogNormalFit {
  private static final double BOUND = 12;
  private static final double TOLERANCE = 1e-8;

  private LogNormalFit() {}

  /**
   * Customers with the same number of purchases.
   *
   * @param purchases n of each, above 0
   * @param customers how many
   * @param within Σ over customers of Σ(ln y − m)², m the customer's mean of ln y
   * @param sum Σ m
   * @param squares Σ m²
   */
  public record Group(int purchases, double customers, double within, double sum, double squares) {}

  /** The model under which the values are most likely. */
  public static LogNormal fit(List<Group> groups) {
    double n = groups.stream().mapToDouble(Group::customers).sum();
    double mean = groups.stream().mapToDouble(Group::sum).sum() / n;
    Bfgs.Objective likelihood = (point, gradient) -> evaluate(groups, n, mean, point, gradient);
    Bfgs.Minimum best =
        Bfgs.minimise("log-normal", likelihood, new double[] {0, -1, -1}, BOUND, TOLERANCE);
    return new LogNormal(mean + best.point[0], Math.exp(best.point[1]), Math.exp(best.point[2]));
  }

  /** Over the mean, and the logarithms of the variances within and between. */
  private static double evaluate(
      List<Group> groups, double n, double about, double[] point, double[] gradient) {
    double mean = about + point[0];
    double within = Math.exp(point[1]);
    double between = Math.exp(point[2]);
    double value = 0;
    double byMean = 0;
    double byWithin = 0;
    double byBetween = 0;
    for (Group g : groups) {
      double variance = within / g.purchases() + between;
      double squares = g.squares() - 2 * mean * g.sum() + g.customers() * mean * mean;
      value +=
          g.customers() * ((g.purchases() - 1) * Math.log(within) + Math.log(variance))
              + g.within() / within
              + squares / variance;
      byMean -= 2 * (g.sum() - g.customers() * mean) / variance;
      double byVariance = g.customers() / variance - squares / (variance * variance);
      byWithin +=
          g.customers() * (g.purchases() - 1) / within
              - g.within() / (within * within)
              + byVariance / g.purchases();
      byBetween += byVariance;
    }
    gradient[0] = byMean / (2 * n);
    gradient[1] = byWithin * within / (2 * n);
    gradient[2] = byBetween * between / (2 * n);
    return value / (2 * n);
  }
}
