package dev.jetbridge.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jetbridge.pipelines.report.ValueDistribution.Bin;
import dev.jetbridge.pipelines.report.ValueDistribution.ValueClass;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValueDistributionTest {
  @Test
  void putsCustomersIntoBarsOneTwoFive() {
    ValueDistribution values =
        distribution(classOf("0.5", 2), classOf("1", 3), classOf("4.9", 5), classOf("5", 7));

    assertThat(values.bins())
        .containsExactly(new Bin(0, 1, 2), new Bin(1, 2, 3), new Bin(2, 5, 5), new Bin(5, 10, 7));
  }

  @Test
  void showsNoMoreThanTwentyBarsAndLosesNobody() {
    List<ValueClass> classes = new ArrayList<>();
    for (int power = 0; power < 12; power++) {
      classes.add(new ValueClass(BigDecimal.TEN.pow(power), 100, BigDecimal.TEN.pow(power + 2)));
    }

    List<Bin> bins = distribution(classes.toArray(new ValueClass[0])).bins();

    assertThat(bins).hasSize(20);
    assertThat(bins.stream().mapToLong(Bin::customers).sum()).isEqualTo(1_200);
    for (int i = 1; i < bins.size(); i++) {
      assertThat(bins.get(i).from()).isEqualTo(bins.get(i - 1).until());
    }
  }

  @Test
  void drawsFinerBarsWhereValuesLieClose() {
    ValueDistribution values =
        distribution(
            classOf("110", 40), classOf("120", 30), classOf("310", 20), classOf("990", 10));

    assertThat(values.bins())
        .containsExactly(
            new Bin(0, 100, 0),
            new Bin(100, 120, 40),
            new Bin(120, 150, 30),
            new Bin(150, 200, 0),
            new Bin(200, 250, 0),
            new Bin(250, 300, 0),
            new Bin(300, 400, 20),
            new Bin(400, 500, 0),
            new Bin(500, 600, 0),
            new Bin(600, 800, 0),
            new Bin(800, 1000, 10));
  }

  @Test
  void makesOneBarOfTheLowestHundredth() {
    ValueDistribution values =
        distribution(classOf("0", 1), classOf("1", 1), classOf("100", 298), classOf("120", 50));

    assertThat(values.bins())
        .containsExactly(new Bin(0, 100, 2), new Bin(100, 120, 298), new Bin(120, 150, 50));
  }

  @Test
  void knowsTheShareOfTheMostValuableTenth() {
    ValueDistribution values =
        distribution(
            new ValueClass(BigDecimal.ONE, 90, new BigDecimal("90")),
            new ValueClass(BigDecimal.TEN, 5, new BigDecimal("50")),
            new ValueClass(new BigDecimal("100"), 5, new BigDecimal("500")));

    assertThat(values.shareOfTopTenth()).isCloseTo(550.0 / 640, within(1e-12));
  }

  @Test
  void takesTheMeanOfTheClassInWhichTheTenthEnds() {
    ValueDistribution values =
        distribution(
            new ValueClass(BigDecimal.ONE, 80, new BigDecimal("80")),
            new ValueClass(BigDecimal.TEN, 20, new BigDecimal("220")));

    assertThat(values.shareOfTopTenth()).isCloseTo(110.0 / 300, within(1e-12));
  }

  @Test
  void hasNoBarsAndNoShareWithoutCustomers() {
    ValueDistribution none = distribution();

    assertThat(none.bins()).isEmpty();
    assertThat(none.shareOfTopTenth()).isZero();
    assertThat(none.meanValue()).isZero();
  }

  private static ValueClass classOf(String from, long customers) {
    return new ValueClass(
        new BigDecimal(from),
        customers,
        new BigDecimal(from).multiply(BigDecimal.valueOf(customers)));
  }

  private static ValueDistribution distribution(ValueClass... classes) {
    return new ValueDistribution(SampleReport.AS_OF, "AED", 52, 1, Arrays.asList(classes));
  }
}
