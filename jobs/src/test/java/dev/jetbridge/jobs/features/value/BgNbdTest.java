package dev.jetbridge.jobs.features.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BgNbdTest {
  private static final BgNbd CDNOW = new BgNbd(0.2426, 4.4135, 0.7929, 2.4258);

  @Test
  void givesThePublishedExpectationsOfOneCustomer() {
    assertThat(CDNOW.probabilityAlive(2, 213, 272)).isCloseTo(0.7266, within(0.0001));
    assertThat(CDNOW.expectedPurchases(2, 213, 272, 39)).isCloseTo(1.2259, within(0.0002));
  }

  @Test
  void expectsOfANewCustomerWhatThePopulationBuys() {
    assertThat(CDNOW.expectedPurchases(0, 0, 0, 39)).isCloseTo(1.1950, within(0.0005));
  }

  @Test
  void customerWithoutRepeatIsActive() {
    assertThat(CDNOW.probabilityAlive(0, 0, 700)).isEqualTo(1);
  }

  @Test
  void expectationsAreSmoothWhereTheFormulaHasHoles() {
    double below = new BgNbd(0.5, 5, 1 - 1e-7, 2).expectedPurchases(3, 100, 200, 52);
    double at = new BgNbd(0.5, 5, 1, 2).expectedPurchases(3, 100, 200, 52);
    double above = new BgNbd(0.5, 5, 1 + 1e-7, 2).expectedPurchases(3, 100, 200, 52);

    assertThat(below).isCloseTo(at, Percentage.withPercentage(1e-4));
    assertThat(above).isCloseTo(at, Percentage.withPercentage(1e-4));
    assertThat(new BgNbd(0.5, 5, 0.4, 0.6).expectedPurchases(0, 0, 200, 52))
        .isCloseTo(
            new BgNbd(0.5, 5, 0.4, 0.6 + 1e-9).expectedPurchases(0, 0, 200, 52), within(1e-8));
  }

  /** Reference values from the published formula in 60 digits. */
  @ParameterizedTest
  @CsvSource({
    "0.8, 6, 0.6, 3, 0, 0, 140, 52, 1.29285224751255",
    "1000, 20000, 0.001, 1000, 30, 600, 700, 52, 2.66466778368686",
    "1, 17, 1000, 1000, 0, 0, 0, 520, 1.8780839503157",
    "0.3, 4, 0.5, 2, 700, 700, 700, 520, 2029.73527551147"
  })
  void expectationsAreExactForExtremeParameters(
      double r, double alpha, double a, double b, int x, int last, int observed, int t, double y) {
    assertThat(new BgNbd(r, alpha, a, b).expectedPurchases(x, last, observed, t))
        .isCloseTo(y, Percentage.withPercentage(1e-7));
  }
}
