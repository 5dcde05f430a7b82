package dev.jetbridge.pipelines.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class SimulationPlanTest {
  private static final LocalDate DAY = LocalDate.of(2023, 8, 19);

  @Test
  void refusesValuesOutsideTheirRange() {
    refuses(() -> new SimulationPlan(0, DAY, DAY, 1, "AED"), "Invalid customers", "1 to 1000000");
    refuses(
        () -> new SimulationPlan(1, DAY, DAY.minusDays(1), 1, "AED"),
        "Invalid last day",
        "must not be before the first day, 2023-08-19");
    refuses(
        () -> new SimulationPlan(1, LocalDate.of(1999, 1, 1), DAY, 1, "AED"),
        "Invalid first day",
        "must not be before 2000-01-01");
    refuses(
        () -> new SimulationPlan(1, DAY, DAY.plusDays(3_660), 1, "AED"),
        "Invalid last day",
        "within 3660 days");
    refuses(
        () -> new SimulationPlan(1, DAY, DAY, 1, "AEX"), "Invalid base currency", "AED, EUR, GBP");
  }

  private static void refuses(Runnable construction, String what, String why) {
    assertThatThrownBy(construction::run)
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessageContaining(what)
        .hasMessageContaining(why);
  }
}
