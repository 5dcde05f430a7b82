package dev.jetbridge.jobs.features.value.spend;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jetbridge.jobs.SparkTest;
import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GammaGammaTest extends SparkTest {
  private static final GammaGamma CDNOW = new GammaGamma(6.25, 3.74, 15.44);

  @ParameterizedTest
  @CsvSource({"1, 20, 24.6385", "5, 250, 48.8085"})
  void givesThePublishedExpectations(int repeats, BigDecimal value, double expected) {
    assertThat(expectedMeanValue(repeats, value)).isCloseTo(expected, within(0.0001));
  }

  @Test
  void customerWithoutRepeatIsWorthThePopulationMean() {
    assertThat(expectedMeanValue(0, BigDecimal.ZERO))
        .isCloseTo(CDNOW.populationMean(), within(1e-9));
  }

  @Test
  void negativeRepeatsCountAsWorthNothing() {
    assertThat(expectedMeanValue(2, new BigDecimal("-80")))
        .isEqualTo(expectedMeanValue(2, BigDecimal.ZERO))
        .isPositive();
  }

  private static double expectedMeanValue(int repeats, BigDecimal value) {
    Column mean = CDNOW.expectedMeanValue(lit(repeats), lit(value));
    return spark.range(1).select(mean).collectAsList().get(0).getDouble(0);
  }
}
