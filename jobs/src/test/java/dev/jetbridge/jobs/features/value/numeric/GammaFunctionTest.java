package dev.jetbridge.jobs.features.value.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GammaFunctionTest {
  @Test
  void agreesWithClosedForms() {
    assertThat(GammaFunction.logGamma(0.5)).isCloseTo(Math.log(Math.sqrt(Math.PI)), within(1e-14));
    assertThat(GammaFunction.logGamma(21))
        .isCloseTo(Math.log(2432902008176640000.0), within(1e-13));
    assertThat(GammaFunction.digamma(1)).isCloseTo(-0.5772156649015329, within(1e-14));
    assertThat(GammaFunction.digamma(0.5))
        .isCloseTo(-0.5772156649015329 - 2 * Math.log(2), within(1e-14));
  }

  @Test
  void recurrenceHoldsAcrossTheChangeOfMethod() {
    for (double z = 0.1; z < 30; z += 0.7) {
      assertThat(GammaFunction.logGamma(z + 1) - GammaFunction.logGamma(z))
          .isCloseTo(Math.log(z), within(1e-12));
      assertThat(GammaFunction.digamma(z + 1) - GammaFunction.digamma(z))
          .isCloseTo(1 / z, within(1e-12));
    }
  }
}
