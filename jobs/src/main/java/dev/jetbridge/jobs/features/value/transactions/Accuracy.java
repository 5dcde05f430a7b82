package dev.jetbridge.jobs.features.value.transactions;

/**
 * How near forecasts of customers came to what happened.
 *
 * @param bias expected over actual total, less 1
 * @param meanAbsoluteError of a customer
 * @param rootMeanSquareError of a customer
 * @param correlation Pearson's, of customers; 0 where either does not vary
 */
public record Accuracy(
    double customers,
    double actual,
    double expected,
    double bias,
    double meanAbsoluteError,
    double rootMeanSquareError,
    double correlation) {

  /** Adds up pairs of a forecast and what happened. */
  static final class Sums {
    private double n;
    private double expected;
    private double actual;
    private double absolute;
    private double square;
    private double expectedSquare;
    private double actualSquare;
    private double product;

    /**
     * Adds sums that were made elsewhere: customers, forecasts, what happened, absolute and squared
     * errors, squares of both, and products.
     */
    void add(double[] sums) {
      n += sums[0];
      expected += sums[1];
      actual += sums[2];
      absolute += sums[3];
      square += sums[4];
      expectedSquare += sums[5];
      actualSquare += sums[6];
      product += sums[7];
    }

    void add(double customers, double forecast, double happened) {
      n += customers;
      expected += customers * forecast;
      actual += customers * happened;
      absolute += customers * Math.abs(forecast - happened);
      square += customers * (forecast - happened) * (forecast - happened);
      expectedSquare += customers * forecast * forecast;
      actualSquare += customers * happened * happened;
      product += customers * forecast * happened;
    }

    Accuracy accuracy() {
      double spread =
          Math.sqrt(
              (expectedSquare - expected * expected / n) * (actualSquare - actual * actual / n));
      return new Accuracy(
          n,
          actual,
          expected,
          actual == 0 ? 0 : expected / actual - 1,
          absolute / n,
          Math.sqrt(square / n),
          spread > 0 ? (product - expected * actual / n) / spread : 0);
    }
  }
}
