package dev.jetbridge.pipelines.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.simulator.world.SimulationPlan;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SimulationPlanTest {
  @Test
  void knowsWhenItsFirstFileComesAndWhatItTakes() {
    LocalDate last = LocalDate.of(2023, 8, 31);
    SimulationPlan monthly = new SimulationPlan(200, last.minusDays(59), last, 1, "AED");
    SimulationPlan daily = new SimulationPlan(200, last.minusDays(4), last, 1, "AED");
    SimulationPlan years = new SimulationPlan(10_000, last, last.plusDays(3_000), 1, "AED");

    assertThat(monthly.firstDelivery()).isEqualTo(LocalDate.of(2023, 7, 31));
    assertThat(daily.firstDelivery()).isEqualTo(daily.firstDay());
    assertThat(SimulationCost.of(monthly, Optional.empty()).isLarge()).isFalse();
    assertThat(SimulationCost.of(years, Optional.of(last.plusDays(2_900))).isLarge()).isFalse();
    assertThat(SimulationCost.of(years, Optional.of(last)).isLarge()).isTrue();
    assertThat(SimulationCost.of(years, Optional.of(last)).inWords())
        .isEqualTo(
            "3,000 days of 10,000 customers, 2023-09-01 to 2031-11-17: about 360 MB of files, and"
                + " 11 minutes for a run on them");
  }

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
