package dev.jetbridge.pipelines.value;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers as the page and the console write them. */
public final class Figures {
  private static final MathContext FOUR = new MathContext(4);

  private Figures() {}

  /** Whole above a thousand, else four significant digits. */
  public static String measure(double value) {
    return Math.abs(value) >= 1000 || value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : new BigDecimal(value).round(FOUR).stripTrailingZeros().toPlainString();
  }

  /** An error of a forecast: four decimals below a hundred. */
  public static String error(double value) {
    return Math.abs(value) < 100
        ? String.format(Locale.ROOT, "%.4f", value)
        : String.format(Locale.ROOT, "%,.1f", value);
  }

  /** A share in percent, with its sign. */
  public static String signedPercent(double share) {
    return String.format(Locale.ROOT, "%+.1f %%", 100 * share);
  }

  /** A share in percent. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
