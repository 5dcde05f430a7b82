package dev.jetbridge.jobs.features.value.numeric;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.List;
import java.util.Locale;

/**
 * A fit whose likelihood has no maximum inside the box that is searched, so that parameters stop
 * where the search does: they are no measured values. What such a model predicts can be sound all
 * the same, namely where it has come to its limit and no longer depends on how large the box is.
 */
public final class FitLimit {
  /** How much of what is predicted may depend on the box. */
  public static final double TOLERANCE = 0.02;

  private FitLimit() {}

  /** Whether the logarithm of a parameter is within a factor e of where the search stops. */
  public static boolean isReached(double coordinate, double bound) {
    return Math.abs(coordinate) >= bound - 1;
  }

  /** A parameter with where it stopped. */
  public static String parameter(String name, double value) {
    return String.format(
        Locale.ROOT, value < 1 ? "%s ran to %.4f" : "%s ran to %,.0f", name, value);
  }

  /**
   * Accepts a fit at its limit.
   *
   * @param difference share of what is predicted that changes with a smaller box
   * @throws JetbridgeException CONTRACT when that is too much
   */
  public static void requireSound(List<String> findings, double difference) {
    if (difference <= TOLERANCE) {
      return;
    }
    throw new JetbridgeException(
        FailureKind.CONTRACT,
        "Cannot fit how customers go on buying: the purchases do not tell the parameters apart ("
            + String.join("; ", findings)
            + "), and "
            + String.format(Locale.ROOT, "%.0f %%", 100 * difference)
            + " of what would be predicted depends on where the search stops; what was published"
            + " stays. Look at customer360.purchases: customers who are alike in number, time or"
            + " value of their purchases, or a period too short to tell them apart");
  }
}
