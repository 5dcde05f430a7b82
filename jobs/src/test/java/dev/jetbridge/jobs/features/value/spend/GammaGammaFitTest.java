package dev.jetbridge.jobs.features.value.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class GammaGammaFitTest {
  @Test
  void recoversTheParametersOfSimulatedCustomers() {
    GammaGamma fitted = GammaGammaFit.fit(simulated(2, 4, 900, 60_000)).model();

    assertThat(fitted.p()).isCloseTo(2, Percentage.withPercentage(3));
    assertThat(fitted.q()).isCloseTo(4, Percentage.withPercentage(3));
    assertThat(fitted.v()).isCloseTo(900, Percentage.withPercentage(5));
    assertThat(fitted.populationMean()).isCloseTo(600, Percentage.withPercentage(1.5));
  }

  @Test
  void customersWhoAllSpendTheSameAreStillFitted() {
    List<Row> rows = new ArrayList<>();
    for (int x = 1; x <= 5; x++) {
      rows.add(RowFactory.create(x, x * 10_000L, 100L));
    }

    GammaGamma fitted = GammaGammaFit.fit(ValueCells.of(rows)).model();

    assertThat(fitted.populationMean()).isCloseTo(100, Percentage.withPercentage(2));
  }

  @Test
  void gradientIsTheSlopeOfTheLikelihood() {
    GammaGammaLikelihood likelihood = new GammaGammaLikelihood(simulated(3, 5, 400, 500), 150);
    double[] point = {0.7, 0.9, 0.4};
    double[] gradient = new double[3];
    likelihood.evaluate(point, gradient);

    for (int i = 0; i < 3; i++) {
      double[] above = point.clone();
      double[] below = point.clone();
      above[i] += 1e-5;
      below[i] -= 1e-5;
      double slope =
          (likelihood.evaluate(above, new double[3]) - likelihood.evaluate(below, new double[3]))
              / 2e-5;
      assertThat(gradient[i]).isCloseTo(slope, within(1e-8));
    }
  }

  /** A gamma variable of whole shape is a sum of exponential ones. */
  private static ValueCells simulated(int p, int q, double v, int customers) {
    SplittableRandom random = new SplittableRandom(11);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < customers; i++) {
      int x = 1 + random.nextInt(6);
      double rate = exponentials(random, q) / v;
      rows.add(RowFactory.create(x, Math.round(100 * exponentials(random, p * x) / rate), 1L));
    }
    return ValueCells.of(rows);
  }

  private static double exponentials(SplittableRandom random, int terms) {
    double sum = 0;
    for (int i = 0; i < terms; i++) {
      sum -= Math.log(1 - random.nextDouble());
    }
    return sum;
  }
}
