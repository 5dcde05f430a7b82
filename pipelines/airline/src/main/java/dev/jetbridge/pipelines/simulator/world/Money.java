package dev.jetbridge.pipelines.simulator.world;

import dev.jetbridge.pipelines.simulator.world.Draws.Purpose;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Exchange rates into the base currency, a random walk a currency, one step a day. Rates of a day
 * do not depend on the last day.
 */
public final class Money implements Serializable {
  private static final long serialVersionUID = 1L;

  public static final List<String> CODES =
      List.of(
          "AED", "EUR", "GBP", "USD", "INR", "SAR", "CHF", "JPY", "AUD", "SGD", "ZAR", "QAR", "CNY",
          "KWD");

  /** Dirhams for one unit before the first day, in the order of the codes. */
  private static final double[] DIRHAMS = {
    1, 3.98, 4.55, 3.6725, 0.0445, 0.979, 4.11, 0.0255, 2.42, 2.71, 0.196, 1.008, 0.51, 11.93
  };

  private static final double DAILY_VOLATILITY = 0.004;

  private final String base;
  private final long firstDay;
  private final double[][] rates;

  public Money(SimulationPlan plan) {
    base = plan.baseCurrency();
    firstDay = plan.firstDay().toEpochDay();
    int days = (int) (plan.lastDay().toEpochDay() - firstDay) + 1;
    rates = new double[CODES.size()][days];
    for (int code = 0; code < rates.length; code++) {
      Draws draws = Draws.of(plan.seed(), Purpose.RATES, code);
      double rate = start(CODES.get(code), base);
      for (int day = 0; day < days; day++) {
        rate *= StrictMath.exp(DAILY_VOLATILITY * draws.normal());
        rates[code][day] = rounded(rate).doubleValue();
      }
    }
  }

  /** The base currency's units for one unit of the currency, before the first day. */
  public static double start(String currency, String base) {
    return DIRHAMS[CODES.indexOf(currency)] / DIRHAMS[CODES.indexOf(base)];
  }

  public String base() {
    return base;
  }

  /** The day's rate as published, with eight decimals; 1 for the base currency itself. */
  public BigDecimal published(String currency, long day) {
    return currency.equals(base) ? BigDecimal.ONE.setScale(8) : rounded(rate(currency, day));
  }

  /** Cents of the currency of sale that are worth the amount of the base currency on that day. */
  long cents(double baseAmount, String currency, long day) {
    double rate = currency.equals(base) ? 1 : rate(currency, day);
    return Math.round(baseAmount / rate * 100);
  }

  public static String amount(long cents) {
    return BigDecimal.valueOf(cents, 2).toPlainString();
  }

  private double rate(String currency, long day) {
    return rates[CODES.indexOf(currency)][(int) (day - firstDay)];
  }

  private static BigDecimal rounded(double rate) {
    return BigDecimal.valueOf(rate).setScale(8, RoundingMode.HALF_EVEN);
  }
}
