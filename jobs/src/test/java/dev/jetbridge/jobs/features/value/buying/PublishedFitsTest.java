package dev.jetbridge.jobs.features.value.buying;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Parameters and likelihoods that were published for open data, or integrated independently for
 * these tests' source.
 */
class PublishedFitsTest {
  private static final Gaps NO_GAPS = new Gaps(new int[0], new int[0], new long[0]);

  @Test
  void bgNbdOfCdnow() {
    Fitted<ErlangModel> fitted = ErlangFit.fit(CdnowLog.summary(), NO_GAPS, ErlangShape.BG_NBD);

    assertParameters(fitted, Map.of("r", 0.2426, "alpha", 4.4136, "a", 0.7929, "b", 2.4259));
    assertThat(fitted.logLikelihood()).isCloseTo(-9582.43, within(0.01));
  }

  @Test
  void mbgNbdOfCdnow() {
    Fitted<ErlangModel> fitted = ErlangFit.fit(CdnowLog.summary(), NO_GAPS, ErlangShape.MBG_NBD);

    assertParameters(fitted, Map.of("r", 0.5248, "alpha", 6.183, "a", 0.8914, "b", 1.614));
    assertThat(fitted.logLikelihood()).isCloseTo(-9582.14, within(0.01));
  }

  @Test
  void paretoNbdOfCdnow() {
    Fitted<ParetoNbd> fitted = ParetoNbdFit.fit(CdnowLog.summary());

    assertParameters(fitted, Map.of("r", 0.5533, "alpha", 10.578, "s", 0.6063, "beta", 11.67));
    assertThat(fitted.logLikelihood()).isCloseTo(-9594.98, within(0.01));
  }

  @Test
  void bgBbOfDonations() {
    Fitted<BgBb> fitted = BgBbFit.fit(donations());

    assertParameters(
        fitted, Map.of("alpha", 1.2035, "beta", 0.7498, "gamma", 0.6568, "delta", 2.7839));
    assertThat(fitted.logLikelihood()).isCloseTo(-33225.58, within(0.01));
  }

  /** With the parameters as published; the customer is of x = 2, t_x = 30.43, T = 38.86 weeks. */
  @Test
  void expectsWhatWasPublishedForOneCustomer() {
    ErlangModel bg = erlang(ErlangShape.BG_NBD, 0.2426, 4.4135, 0.7929, 2.4258);
    ErlangModel mbg = erlang(ErlangShape.MBG_NBD, 0.5248, 6.183, 0.8914, 1.614);
    ParetoNbd pareto = new ParetoNbd(0.5533, 10.5776, 0.6062, 11.6679, 7);

    assertThat(bg.probabilityAlive(2, 213, 272)).isCloseTo(0.7266, within(1e-4));
    assertThat(bg.expected(2, 213, 272, 273)).isCloseTo(1.2259, within(2e-4));
    assertThat(mbg.expected(2, 213, 272, 273)).isCloseTo(1.2630, within(3e-4));
    assertThat(pareto.probabilityAlive(2, 213, 272)).isCloseTo(0.8692, within(1e-4));
    assertThat(pareto.expected(2, 213, 272, 273)).isCloseTo(1.4551, within(2e-4));
    assertThat(bg.expectedOfNew(273, 0)).isCloseTo(1.1950, within(2e-4));
    assertThat(pareto.expectedOfNew(273, 0)).isCloseTo(1.2130, within(5e-4));
  }

  private static ErlangModel erlang(ErlangShape shape, double r, double alpha, double a, double b) {
    return new ErlangModel(
        1,
        shape.modified(),
        new ErlangModel.Rates(r, alpha, a, b),
        AgeClock.EVEN,
        ErlangModel.Cohorts.ALIKE,
        7);
  }

  /** The sum of P(Y ≥ n) is the expectation, which closed forms give for two of the models. */
  @Test
  void countsAddUpToTheExpectation() {
    ParetoNbd pareto = ParetoNbdFit.fit(CdnowLog.summary()).model();
    BgBb yearly = BgBbFit.fit(donations()).model();

    for (int x : new int[] {0, 1, 5, 26}) {
      assertThat(DoubleStream.of(pareto.tail(x, 5 * x, 272, 273)).sum())
          .isCloseTo(pareto.expected(x, 5 * x, 272, 273), within(1e-8));
    }
    assertThat(DoubleStream.of(yearly.tail(3, 5, 6, 5)).sum())
        .isCloseTo(yearly.expected(3, 5, 6, 5), within(1e-10));
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, true, true",
    "1, true, true, false",
    "3, true, true, true",
    "2, false, false, true"
  })
  void gradientsAreSlopes(int stages, boolean modified, boolean aging, boolean cohorts) {
    Window log = CdnowLog.log().until(CdnowLog.CUT);
    ErlangShape shape = new ErlangShape(stages, modified, aging, cohorts);
    ErlangLikelihood likelihood = new ErlangLikelihood(log.histories(), log.gaps(), shape, 20);
    double[] point = new double[shape.dimensions()];
    for (int i = 0; i < point.length; i++) {
      point[i] = 0.3 + 0.1 * i;
    }
    double[] gradient = new double[point.length];
    likelihood.evaluate(point, gradient);

    for (int i = 0; i < point.length; i++) {
      double[] up = point.clone();
      double[] down = point.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      double[] ignored = new double[point.length];
      double slope = (likelihood.evaluate(up, ignored) - likelihood.evaluate(down, ignored)) / 2e-5;
      assertThat(gradient[i]).as("coordinate %d", i).isCloseTo(slope, within(1e-6));
    }
  }

  private static Histories donations() {
    List<String[]> cells =
        CdnowLog.lines("donations-rf", "donations_rf.csv").stream()
            .skip(1)
            .map(line -> line.split(",", -1))
            .toList();
    return new Histories(
        cells.stream().mapToInt(c -> Integer.parseInt(c[0])).toArray(),
        cells.stream().mapToInt(c -> Integer.parseInt(c[1])).toArray(),
        cells.stream().mapToInt(c -> Integer.parseInt(c[2])).toArray(),
        cells.stream().mapToLong(c -> Long.parseLong(c[3])).toArray(),
        1);
  }

  private static void assertParameters(Fitted<?> fitted, Map<String, Double> published) {
    published.forEach(
        (name, value) ->
            assertThat(fitted.model().parameters().get(name))
                .as(name)
                .isCloseTo(value, Percentage.withPercentage(0.1)));
  }
}
