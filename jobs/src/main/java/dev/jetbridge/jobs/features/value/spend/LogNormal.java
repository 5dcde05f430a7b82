package dev.jetbridge.jobs.features.value.spend;

import static org.apache.spark.sql.functions.exp;

import org.apache.spark.sql.Column;

/**
 * What a purchase is worth: its logarithm varies as a normal distribution (variance within) about a
 * mean of the customer, which differs between customers as a normal distribution (mean, variance
 * between).
 */
public record LogNormal(double mean, double within, double between) {
  /**
   * The expected value of a purchase: e^(θ + v/2 + within/2), where the customer's mean is known as
   * θ with variance v.
   *
   * @param purchases of the customer, 0 or more
   * @param meanLog of their values; any without one
   */
  public double expectedValue(double purchases, double meanLog) {
    double weight = purchases * between / (purchases * between + within);
    double theta = mean + (purchases > 0 ? weight * (meanLog - mean) : 0);
    return Math.exp(theta + between * (1 - weight) / 2 + within / 2);
  }

  /** The same, of columns; purchases above 0. */
  public Column expectedValue(Column purchases, Column meanLog) {
    Column known = purchases.multiply(between);
    Column weight = known.divide(known.plus(within));
    Column theta = meanLog.minus(mean).multiply(weight).plus(mean);
    Column doubt = weight.multiply(-1).plus(1).multiply(between / 2);
    return exp(theta.plus(doubt).plus(within / 2));
  }
}
