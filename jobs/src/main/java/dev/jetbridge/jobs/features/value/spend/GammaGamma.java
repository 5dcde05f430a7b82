package dev.jetbridge.jobs.features.value.spend;

import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Column;

/**
 * The Gamma-Gamma model of what a purchase is worth: the values of a customer's purchases vary as a
 * gamma distribution of shape p about a mean, and the scale varies between customers as a gamma
 * distribution (q, v). It assumes that value and frequency are not related. Source: Fader and
 * Hardie, "The Gamma-Gamma model of monetary value", note 025, 2013.
 */
public record GammaGamma(double p, double q, double v) implements ValueModel {
  public double populationMean() {
    return p * v / (q - 1);
  }

  /** {@link #expectedMeanValue(Column, Column)} of one customer. */
  public double expectedMeanValue(int repeats, double repeatValue) {
    return p * (v + Math.max(repeatValue, 0)) / (p * repeats + q - 1);
  }

  /**
   * p(v + x·m)/(px + q − 1), the population's mean p·v/(q−1) without a repeat purchase. Repeat
   * purchases that came to nothing after refunds count as worth nothing, not less.
   */
  @Override
  public Column expectedMeanValue(Column repeats, Column repeatValue) {
    Column sum = greatest(repeatValue.cast("double"), lit(0.0));
    return sum.plus(v).multiply(p).divide(repeats.multiply(p).plus(q - 1));
  }
}
