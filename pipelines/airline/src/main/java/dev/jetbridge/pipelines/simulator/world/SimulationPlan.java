package dev.jetbridge.pipelines.simulator.world;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is simulated. Two plans that differ in the last day only agree in every file both have.
 *
 * @param customers how many people there are, children included; 1 to 1,000,000
 * @param firstDay the first day anything happens, UTC
 * @param lastDay the last day whose files are delivered, UTC
 * @param seed chooses one airline out of many
 * @param baseCurrency ISO 4217 code of the currency that spending is drawn in and rates lead to
 */
public record SimulationPlan(
    int customers, LocalDate firstDay, LocalDate lastDay, long seed, String baseCurrency)
    implements Serializable {
  private static final int MOST_CUSTOMERS = 1_000_000;
  private static final int MOST_DAYS = 3_660;
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);

  /**
   * Checks the plan.
   *
   * @throws JetbridgeException CONFIG when a value is out of its range
   */
  public SimulationPlan {
    if (customers < 1 || customers > MOST_CUSTOMERS) {
      throw invalid("customers", customers, "must be 1 to " + MOST_CUSTOMERS);
    }
    if (firstDay.isBefore(EARLIEST)) {
      throw invalid("first day", firstDay, "must not be before " + EARLIEST);
    }
    if (lastDay.isBefore(firstDay)) {
      throw invalid("last day", lastDay, "must not be before the first day, " + firstDay);
    }
    if (ChronoUnit.DAYS.between(firstDay, lastDay) >= MOST_DAYS) {
      throw invalid("last day", lastDay, "must be within " + MOST_DAYS + " days of " + firstDay);
    }
    if (!Money.CODES.contains(baseCurrency)) {
      throw invalid(
          "base currency",
          baseCurrency,
          "must be one of " + Money.CODES + NearestName.hint(baseCurrency, Money.CODES));
    }
  }

  /** The last day of the first file: from the end of that day on, files are there. */
  public LocalDate firstDelivery() {
    return new DeliveryCalendar(this, Optional.empty()).lastDayOf(0);
  }

  /** How many days there are. */
  public long days() {
    return ChronoUnit.DAYS.between(firstDay, lastDay) + 1;
  }

  private static JetbridgeException invalid(String name, Object value, String rule) {
    return new JetbridgeException(
        FailureKind.CONFIG, "Invalid " + name + " of the simulation: " + value + " (" + rule + ")");
  }
}
