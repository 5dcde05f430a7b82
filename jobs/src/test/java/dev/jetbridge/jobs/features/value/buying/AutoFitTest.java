package dev.jetbridge.jobs.features.value.buying;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the figures of plain BG/NBD on the same customers: RMSE 1.6080, correlation .6256. */
class AutoFitTest {
  private static final double[] PARTS = {.45, .55, .65, .75, .85};

  @Test
  void forecastsCdnowBetterThanThePlainModels() {
    Log log = CdnowLog.log();
    Window now = log.window(CdnowLog.CUT, CdnowLog.END);

    AutoModel auto = AutoFit.fit(now, log.origins(CdnowLog.CUT, PARTS));
    Forecast forecast = auto.forecast(now.horizonDays());

    assertThat(IntStream.range(0, auto.candidates().size()).mapToDouble(auto::weight).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(auto.origins()).isEqualTo(PARTS.length);
    double[] mean =
        errors(now, o -> forecast.expected(now.outcomes().history(o), now.outcomes().recent(o)));
    assertThat(mean[0]).as("bias").isBetween(-0.09, 0.0);
    assertThat(mean[2]).as("RMSE").isLessThanOrEqualTo(1.6);
    assertThat(mean[3]).as("correlation").isGreaterThanOrEqualTo(0.6295);
    double[] median = errors(now, o -> forecast.quantile(now.outcomes().history(o), 0.5));
    assertThat(median[1]).as("MAE of the median").isLessThanOrEqualTo(0.66);
  }

  /** What the whole of the customers are expected to buy does not depend on the trend. */
  @Test
  void aTrendMovesPurchasesBetweenCustomersOnly() {
    Window now = CdnowLog.log().until(CdnowLog.CUT);
    ErlangModel model = ErlangFit.fit(now.histories(), now.gaps(), ErlangShape.BG_NBD).model();
    Mixture.Counts counts = Mixture.fit(model, now.histories()).counts(273);
    Forecast plain = Forecast.of(now, counts.alive, counts.tails, Trend.NONE);

    Forecast trended = Forecast.of(now, counts.alive, counts.tails, new Trend(0.2));

    assertThat(total(now, trended)).isCloseTo(total(now, plain), within(1e-9));
    assertThat(trended.expected(5, 0)).isNotEqualTo(plain.expected(5, 0));
  }

  /**
   * Daily for a hundred days, then silent for two years: nothing that can be counted is expected.
   */
  @Test
  void whoWasSilentForVeryLongDoesNotSpoilTheTrend() {
    LocalDate first = LocalDate.parse("2021-01-01");
    Log log = new Log(7);
    SplittableRandom random = new SplittableRandom(3);
    for (int customer = 0; customer < 500; customer++) {
      int day = random.nextInt(200);
      while (day < 900) {
        log.add("C" + customer, first.plusDays(day), 10);
        day += 1 + (int) (-60 * Math.log(1 - random.nextDouble()));
      }
    }
    for (int day = 0; day < 100; day++) {
      log.add("silent", first.plusDays(day), 10);
    }
    LocalDate cut = first.plusDays(900);
    Window now = log.until(cut);

    AutoModel auto = AutoFit.fit(now, log.origins(cut, 0.6, 0.8));

    assertThat(auto.trendCoefficient()).isFinite().isNotZero();
    assertThat(total(now, auto.forecast(90))).isFinite().isPositive();
  }

  private static double total(Window window, Forecast forecast) {
    Window.Outcomes outcomes = window.outcomes();
    double sum = 0;
    for (int o = 0; o < outcomes.size(); o++) {
      sum += outcomes.customers(o) * forecast.expected(outcomes.history(o), outcomes.recent(o));
    }
    return sum;
  }

  /** Bias, MAE, RMSE and correlation. */
  private static double[] errors(Window window, IntToDoubleFunction forecast) {
    Window.Outcomes outcomes = window.outcomes();
    double n = 0;
    double[] sums = new double[7];
    for (int o = 0; o < outcomes.size(); o++) {
      double customers = outcomes.customers(o);
      double p = forecast.applyAsDouble(o);
      double y = outcomes.later(o);
      n += customers;
      double[] parts = {p, y, Math.abs(p - y), (p - y) * (p - y), p * p, y * y, p * y};
      for (int i = 0; i < sums.length; i++) {
        sums[i] += customers * parts[i];
      }
    }
    double spread =
        Math.sqrt((sums[4] - sums[0] * sums[0] / n) * (sums[5] - sums[1] * sums[1] / n));
    return new double[] {
      sums[0] / sums[1] - 1,
      sums[2] / n,
      Math.sqrt(sums[3] / n),
      (sums[6] - sums[0] * sums[1] / n) / spread
    };
  }
}
