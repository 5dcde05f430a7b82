package dev.jetbridge.jobs.features.value.buying;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** What customers are expected to buy, by history. */
public final class Forecast {
  private final Histories histories;
  private final double[] alive;
  private final double[][] tails;
  private final Trend trend;
  private final double scale;

  /** Expectations with a trend are multiplied by the scale, so that their total is as without. */
  private Forecast(
      Histories histories, double[] alive, double[][] tails, Trend trend, double scale) {
    this.histories = histories;
    this.alive = alive;
    this.tails = tails;
    this.trend = trend;
    this.scale = scale;
  }

  /** Of one model. */
  public static Forecast of(BuyingModel model, Window window, int horizonDays) {
    Histories h = window.histories();
    double[] alive = new double[h.size()];
    double[][] tails = new double[h.size()][];
    IntStream.range(0, h.size())
        .parallel()
        .forEach(
            i -> {
              alive[i] = model.probabilityAlive(h.repeats(i), h.lastDays(i), h.observedDays(i));
              tails[i] = model.tail(h.repeats(i), h.lastDays(i), h.observedDays(i), horizonDays);
            });
    return of(window, alive, tails, Trend.NONE);
  }

  static Forecast of(Window window, double[] alive, double[][] tails, Trend trend) {
    Window.Outcomes outcomes = window.outcomes();
    double plain = 0;
    double trended = 0;
    for (int i = 0; i < outcomes.size(); i++) {
      int history = outcomes.history(i);
      double expected = outcomes.customers(i) * DoubleStream.of(tails[history]).sum();
      plain += expected;
      trended += expected * trend.factor(window.histories().repeats(history), outcomes.recent(i));
    }
    return new Forecast(window.histories(), alive, tails, trend, trended > 0 ? plain / trended : 1);
  }

  /** P(alive) at the end of what is known. */
  public double alive(int history) {
    return alive[history];
  }

  /** The expectation, for totals. */
  public double expected(int history, int recent) {
    return DoubleStream.of(tails[history]).sum()
        * trend.factor(histories.repeats(history), recent)
        * scale;
  }

  /** The smallest number of purchases that is not exceeded with that probability. */
  public int quantile(int history, double probability) {
    int n = 0;
    while (n < tails[history].length && tails[history][n] > 1 - probability) {
      n++;
    }
    return n;
  }
}
