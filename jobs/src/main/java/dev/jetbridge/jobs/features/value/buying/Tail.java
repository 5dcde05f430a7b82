package dev.jetbridge.jobs.features.value.buying;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** Probabilities of at least so many purchases, as far as they are worth counting. */
final class Tail {
  private Tail() {}

  /**
   * P(Y ≥ n), n = 1, 2, …
   *
   * @param smallest the first that is not above it ends them
   * @param most of them
   * @param atLeast the probability; asked for each n in turn
   */
  static double[] until(double smallest, int most, IntToDoubleFunction atLeast) {
    double[] tail = new double[16];
    for (int n = 1; n <= most; n++) {
      double probability = atLeast.applyAsDouble(n);
      if (!(probability > smallest)) {
        return Arrays.copyOf(tail, n - 1);
      }
      tail = n > tail.length ? Arrays.copyOf(tail, 2 * tail.length) : tail;
      tail[n - 1] = probability;
    }
    return Arrays.copyOf(tail, most);
  }
}
