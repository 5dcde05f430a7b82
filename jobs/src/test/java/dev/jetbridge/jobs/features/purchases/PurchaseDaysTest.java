package dev.jetbridge.jobs.features.purchases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.jobs.SparkTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PurchaseDaysTest extends SparkTest {
  private static final Instant AS_OF = Instant.parse("2026-03-31T23:59:59.999999Z");

  @Test
  void ignoresPurchasesAfterAsOf() {
    Bought bought =
        new Bought()
            .paid("P1", "2026-03-31T23:59:59.999999Z", "10")
            .paid("P1", "2026-04-01T00:00:00Z", "20");

    assertThat(days(bought)).containsExactly("P1 2026-03-31 10.00");
  }

  @Test
  void bookingsOfOneDayAreOnePurchase() {
    Bought bought =
        new Bought()
            .paid("P1", "2026-03-01T08:00:00Z", "10.25")
            .paid("P1", "2026-03-01T23:00:00Z", "20.50")
            .paid("P2", "2026-03-01T09:00:00Z", "7");

    assertThat(days(bought)).containsExactly("P1 2026-03-01 30.75", "P2 2026-03-01 7.00");
  }

  @Test
  void agencySaleCountsForItsTraveller() {
    Bought bought = new Bought().flew("P1", "2026-03-01T08:00:00Z", "agency", "300");

    assertThat(days(bought)).containsExactly("P1 2026-03-01 300.00");
  }

  @Test
  void tripPaidByAnotherPersonIsNotTheTravellers() {
    Bought bought = new Bought().flew("P1", "2026-03-01T08:00:00Z", "other-person", "300");

    assertThat(days(bought)).isEmpty();
  }

  @Test
  void refundsLowerTheDayBelowZero() {
    Bought bought =
        new Bought()
            .paid("P1", "2026-03-01T08:00:00Z", "100")
            .paid("P1", "2026-03-01T09:00:00Z", "-130.10");

    assertThat(days(bought)).containsExactly("P1 2026-03-01 -30.10");
  }

  private static List<String> days(Bought bought) {
    return bought.in(spark).transform(new PurchaseDays(AS_OF)::transform).collectAsList().stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }
}
