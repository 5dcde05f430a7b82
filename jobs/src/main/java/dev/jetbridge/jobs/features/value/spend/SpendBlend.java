package dev.jetbridge.jobs.features.value.spend;

import org.apache.spark.sql.Column;

/**
 * What a purchase is expected to be worth: Gamma-Gamma and log-normal, each for a part. Both know
 * all purchases of a customer, the first one too.
 *
 * @param share of Gamma-Gamma, 0 to 1
 */
public record SpendBlend(GammaGamma gammaGamma, LogNormal logNormal, double share) {
  /**
   * Of columns.
   *
   * @param purchases of the customer, above 0
   * @param value of them together
   * @param meanLog mean of the logarithm of their values
   */
  public Column expectedValue(Column purchases, Column value, Column meanLog) {
    return gammaGamma
        .expectedMeanValue(purchases, value)
        .multiply(share)
        .plus(logNormal.expectedValue(purchases, meanLog).multiply(1 - share));
  }
}
