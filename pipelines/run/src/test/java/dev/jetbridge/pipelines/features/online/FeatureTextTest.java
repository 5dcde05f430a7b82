package dev.jetbridge.pipelines.features.online;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeatureTextTest {
  @Test
  void writesNumbersInDigits() {
    assertThat(FeatureText.of(1.0E10)).isEqualTo("10000000000");
    assertThat(FeatureText.of(-0.1)).isEqualTo("-0.1");
    assertThat(FeatureText.of(1.5E-7)).isEqualTo("0.00000015");
    assertThat(FeatureText.of(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(FeatureText.of("Y ")).isEqualTo("Y ");
    // The service refuses it, and it is listed.
    assertThat(FeatureText.of(Double.NaN)).isEqualTo("NaN");
  }
}
