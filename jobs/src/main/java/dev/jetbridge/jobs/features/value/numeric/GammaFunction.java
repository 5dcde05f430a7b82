package dev.jetbridge.jobs.features.value.numeric;

/**
 * Logarithm of the gamma function and its derivative for positive arguments, by recurrence up to 10
 * and Stirling's series from there (Abramowitz and Stegun 6.1.40, 6.3.18); absolute error below
 * 1e-13 of the value.
 */
public final class GammaFunction {
  private static final double HALF_LN_TWO_PI = 0.5 * Math.log(2 * Math.PI);
  private static final double LARGE = 10;

  private GammaFunction() {}

  public static double logGamma(double argument) {
    double z = argument;
    double product = 1;
    while (z < LARGE) {
      product *= z;
      z++;
    }
    double s = 1 / (z * z);
    double series =
        (1.0 / 12
                - s
                    * (1.0 / 360
                        - s
                            * (1.0 / 1260
                                - s * (1.0 / 1680 - s * (1.0 / 1188 - s * 691.0 / 360360)))))
            / z;
    return (z - 0.5) * Math.log(z) - z + HALF_LN_TWO_PI + series - Math.log(product);
  }

  /** Logarithm of the beta function. */
  public static double logBeta(double a, double b) {
    return logGamma(a) + logGamma(b) - logGamma(a + b);
  }

  public static double digamma(double argument) {
    double z = argument;
    double sum = 0;
    while (z < LARGE) {
      sum += 1 / z;
      z++;
    }
    double s = 1 / (z * z);
    double series =
        s
            * (1.0 / 12
                - s
                    * (1.0 / 120
                        - s * (1.0 / 252 - s * (1.0 / 240 - s * (1.0 / 132 - s * 691.0 / 32760)))));
    return Math.log(z) - 0.5 / z - series - sum;
  }
}
