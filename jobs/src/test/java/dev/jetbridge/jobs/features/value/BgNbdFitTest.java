package dev.jetbridge.jobs.features.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BgNbdFitTest {
  @ParameterizedTest
  @CsvSource({"0.25, 4.5, 0.8, 2.5", "1.5, 20, 0.5, 4", "3, 40, 2, 6"})
  void recoversTheParametersOfSimulatedCustomers(double r, double alpha, double a, double b) {
    PurchaseCells cells = PurchaseSimulation.cells(new BgNbd(r, alpha, a, b), 200_000, 728, 7);

    BgNbd fitted = BgNbdFit.fit(cells).model();

    assertThat(fitted.r()).isCloseTo(r, Percentage.withPercentage(6));
    assertThat(fitted.alpha()).isCloseTo(alpha, Percentage.withPercentage(6));
    assertThat(fitted.a() / (fitted.a() + fitted.b()))
        .isCloseTo(a / (a + b), Percentage.withPercentage(3));
  }

  @Test
  void findsThePublishedParametersOfCdnow() {
    BgNbdFit.Fitted fitted = BgNbdFit.fit(Cdnow.cells());

    assertThat(fitted.model().r()).isCloseTo(0.2426, Percentage.withPercentage(0.1));
    assertThat(fitted.model().alpha()).isCloseTo(4.414, Percentage.withPercentage(0.1));
    assertThat(fitted.model().a()).isCloseTo(0.7929, Percentage.withPercentage(0.1));
    assertThat(fitted.model().b()).isCloseTo(2.4259, Percentage.withPercentage(0.1));
    assertThat(fitted.logLikelihood()).isCloseTo(-9582.43, within(0.01));
  }

  /** Nobody drops out and all buy at one rate: the likelihood has no maximum inside the box. */
  @Test
  void customersWithoutDifferencesAreStillFitted() {
    SplittableRandom random = new SplittableRandom(5);
    int[] repeats = new int[2000];
    int[] lastDays = new int[2000];
    int[] observedDays = new int[2000];
    for (int i = 0; i < repeats.length; i++) {
      observedDays[i] = 100 + random.nextInt(500);
      for (int day = 14; day < observedDays[i]; day += 7 + random.nextInt(14)) {
        repeats[i]++;
        lastDays[i] = day;
      }
    }

    BgNbd fitted = BgNbdFit.fit(PurchaseCells.count(repeats, lastDays, observedDays)).model();

    assertThat(fitted.expectedPurchases(20, 270, 280, 26))
        .isCloseTo(26 * 7 / 13.5, Percentage.withPercentage(5));
    assertThat(fitted.probabilityAlive(20, 270, 280)).isGreaterThan(0.99);
  }

  @Test
  void gradientIsTheSlopeOfTheLikelihood() {
    BgNbdLikelihood likelihood =
        new BgNbdLikelihood(PurchaseSimulation.cells(new BgNbd(0.5, 5, 1, 2), 3_000, 300, 1), 4);
    double[] point = {-0.9, 1.2, 0.3, 0.6};
    double[] gradient = new double[4];
    likelihood.evaluate(point, gradient);

    for (int i = 0; i < 4; i++) {
      double[] above = point.clone();
      double[] below = point.clone();
      above[i] += 1e-5;
      below[i] -= 1e-5;
      double slope =
          (likelihood.evaluate(above, new double[4]) - likelihood.evaluate(below, new double[4]))
              / 2e-5;
      assertThat(gradient[i]).isCloseTo(slope, within(1e-8));
    }
  }
}
