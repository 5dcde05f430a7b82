package dev.jetbridge.jobs.features.value;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;

/**
 * The beta-geometric / negative binomial model of repeat purchases. While active a customer buys at
 * a rate of purchases a week that differs between customers as a gamma distribution (shape r, rate
 * alpha), and after each repeat purchase becomes inactive for good with a probability that differs
 * as a beta distribution (a, b).
 *
 * <p>A customer is known by x repeat purchases, the last of them t_x days and the as-of day T days
 * after the first purchase. Source: Fader, Hardie and Lee, "Counting your customers the easy way",
 * Marketing Science 24 (2005).
 */
public record BgNbd(double r, double alpha, double a, double b) implements PurchaseModel {
  private static final double DAYS_A_WEEK = 7;
  private static final double PRECISION = 1e-16;
  private static final double HOLE = 1e-6;
  private static final double LARGE = 1e200;

  /** The probability that the customer is still active. */
  public double probabilityAlive(int x, int lastDays, int observedDays) {
    if (x == 0) {
      return 1;
    }
    double ratio = (alpha + observedDays / DAYS_A_WEEK) / (alpha + lastDays / DAYS_A_WEEK);
    return 1 / (1 + a / (b + x - 1) * Math.pow(ratio, r + x));
  }

  /** The repeat purchases to expect within that many weeks. */
  public double expectedPurchases(int x, int lastDays, int observedDays, double weeks) {
    return probabilityAlive(x, lastDays, observedDays) * whileActive(x, observedDays, weeks);
  }

  @Override
  public Column probabilityAlive(Column x, Column lastDays, Column observedDays) {
    Column ratio =
        observedDays
            .divide(DAYS_A_WEEK)
            .plus(alpha)
            .divide(lastDays.divide(DAYS_A_WEEK).plus(alpha));
    Column inactive = lit(a).divide(x.plus(b - 1)).multiply(pow(ratio, x.plus(r)));
    return when(x.equalTo(0), lit(1.0)).otherwise(lit(1.0).divide(inactive.plus(1.0)));
  }

  /**
   * The paper's (a+b+x−1)/(a−1) · [1 − (1−z)^(r+x) ₂F₁(r+x, b+x; a+b+x−1; z)], z = t/(alpha+T+t).
   * The first factor c = a+b+x−1 is multiplied into the series, which is then finite where c = 0;
   * the other hole, a = 1, is stepped over.
   */
  @Override
  public double whileActive(int x, int observedDays, double weeks) {
    double safeA = Math.abs(a - 1) < HOLE ? 1 + HOLE : a;
    double z = weeks / (alpha + observedDays / DAYS_A_WEEK + weeks);
    double c = safeA + b + x - 1;
    double logarithm = (r + x) * Math.log1p(-z);
    return Math.max(0, (c - c * Math.exp(logarithm) - series(x, c, z, logarithm)) / (safeA - 1));
  }

  /**
   * e^logarithm · Σ_j s_j with s_1 = (r+x)(b+x)·z and s_(j+1) = s_j · (r+x+j)(b+x+j) / ((c+j)(j+1))
   * · z: no term is negative. A sum that grows too large gives some of it to the logarithm, which
   * is as large below zero.
   */
  private double series(int x, double c, double z, double logarithm) {
    double scale = logarithm;
    double term = (r + x) * (b + x) * z;
    double sum = 0;
    for (int j = 1; term > PRECISION * (1 - z) * sum; j++) {
      sum += term;
      term *= (r + x + j) * (b + x + j) / ((c + j) * (j + 1)) * z;
      if (sum > LARGE) {
        sum /= LARGE;
        term /= LARGE;
        scale += Math.log(LARGE);
      }
    }
    return sum == 0 ? 0 : Math.exp(scale + Math.log(sum));
  }
}
