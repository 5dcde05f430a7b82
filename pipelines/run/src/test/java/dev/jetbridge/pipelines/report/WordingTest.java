package dev.jetbridge.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void roundsSharesButNeverToAllOrNothing() {
    assertThat(Wording.percent(0)).isEqualTo("0 %");
    assertThat(Wording.percent(0.0004)).isEqualTo("< 0.1 %");
    assertThat(Wording.percent(0.1234)).isEqualTo("12.3 %");
    assertThat(Wording.percent(0.9997)).isEqualTo("> 99.9 %");
    assertThat(Wording.percent(1)).isEqualTo("100 %");
  }

  @Test
  void writesMeasuresOfAnySize() {
    assertThat(Wording.measure(0.412)).isEqualTo("0.412");
    assertThat(Wording.measure(0.043158)).isEqualTo("0.04316");
    assertThat(Wording.measure(-61204.83)).isEqualTo("-61,204.8");
    assertThat(Wording.measure(9214)).isEqualTo("9,214");
    assertThat(Wording.measure(1e-9)).isEqualTo("1.00e-09");
    assertThat(Wording.measure(Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void writesTheEndOfADayAsTheDay() {
    assertThat(Wording.instant(Instant.parse("2023-08-31T23:59:59.999999Z")))
        .isEqualTo("31 August 2023");
    assertThat(Wording.instant(Instant.parse("2023-08-31T20:14:00Z")))
        .isEqualTo("31 August 2023, 20:14 UTC");
    assertThat(Wording.endOfDay(Instant.parse("2023-08-31T20:14:00Z")))
        .isEqualTo("31 August 2023, 20:14 UTC");
  }

  @Test
  void writesDurationsInTheUnitThatFits() {
    assertThat(Wording.duration(Duration.ofMinutes(1))).isEqualTo("1 minute");
    assertThat(Wording.duration(Duration.ofDays(2))).isEqualTo("48 hours");
    assertThat(Wording.duration(Duration.ofDays(4))).isEqualTo("4 days");
  }

  @Test
  void writesBoundsShort() {
    assertThat(Wording.bound(500)).isEqualTo("500");
    assertThat(Wording.bound(1_200)).isEqualTo("1.2k");
    assertThat(Wording.bound(5_000_000)).isEqualTo("5M");
  }
}
