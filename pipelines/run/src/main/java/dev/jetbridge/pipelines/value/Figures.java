package dev.jetbridge.pipelines.value;

import java.util.Locale;

/** Errors of forecasts as the page and the console write them. */
public final class Figures {
  private Figures() {}

  /** Four decimals below a hundred. */
  public static String error(double value) {
    return Math.abs(value) < 100
        ? String.format(Locale.ROOT, "%.4f", value)
        : String.format(Locale.ROOT, "%,.1f", value);
  }

  /** A share in percent, with its sign. */
  public static String signedPercent(double share) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * share);
  }
}
