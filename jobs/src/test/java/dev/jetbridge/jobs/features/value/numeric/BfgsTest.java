package dev.jetbridge.jobs.features.value.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jetbridge.contracts.JetbridgeException;
import org.junit.jupiter.api.Test;

class BfgsTest {
  @Test
  void followsACurvedValley() {
    Bfgs.Minimum minimum =
        Bfgs.minimise("valley", BfgsTest::rosenbrock, new double[] {-1.2, 1}, 5, 1e-8);

    assertThat(minimum.point[0]).isCloseTo(1, within(1e-6));
    assertThat(minimum.point[1]).isCloseTo(1, within(1e-6));
    assertThat(minimum.rounds).isLessThan(100);
    assertThat(minimum.slope).isLessThanOrEqualTo(1e-8);
  }

  @Test
  void restsAtTheBoundWhereTheMinimumLiesOutside() {
    Bfgs.Minimum minimum =
        Bfgs.minimise("valley", BfgsTest::rosenbrock, new double[] {-0.4, 0.3}, 0.5, 1e-8);

    assertThat(minimum.point[0]).isEqualTo(0.5);
    assertThat(minimum.point[1]).isCloseTo(0.25, within(1e-6));
  }

  @Test
  void saysWhatItCouldNotFit() {
    Bfgs.Objective nowhere =
        (point, gradient) -> {
          gradient[0] = Double.NaN;
          return Double.NaN;
        };

    assertThatThrownBy(() -> Bfgs.minimise("bg-nbd", nowhere, new double[] {0}, 7, 1e-8))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageStartingWith("Cannot fit bg-nbd: the search stopped after");
  }

  private static double rosenbrock(double[] p, double[] gradient) {
    double across = p[1] - p[0] * p[0];
    gradient[0] = -2 * (1 - p[0]) - 400 * p[0] * across;
    gradient[1] = 200 * across;
    return (1 - p[0]) * (1 - p[0]) + 100 * across * across;
  }
}
