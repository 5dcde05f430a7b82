package dev.jetbridge.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.operations.RunCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerResultsTest {
  private static final Instant TODAY = Instant.parse("2023-08-31T23:59:59.999999Z");
  private static final Instant BEFORE = TODAY.minus(Duration.ofDays(1));

  private final Contracts contracts = ContractLoader.bundled();

  @Test
  void tellsOfTheWholeMeshWhateverJobsMadeIt() {
    LedgerResults ledger =
        LedgerResults.of(
                contracts.all(),
                List.of(
                    run("loyalty.members", TODAY, "published"),
                    run("loyalty.activity", BEFORE, "published"),
                    run("reservations.bookings", TODAY, "failed"),
                    run("customer360.purchases", BEFORE, "published"),
                    run("flightops.flight_legs", BEFORE, "refused"),
                    run("reference.airports", TODAY, "withdrawn"),
                    run("gone.product", BEFORE, "published")))
            .orElseThrow();
    Map<String, RunStatus> statuses = new HashMap<>();
    ledger.results().forEach(r -> statuses.put(r.contract().id().toString(), r.status()));

    assertThat(ledger.asOf()).isEqualTo(TODAY);
    assertThat(statuses)
        .containsEntry("loyalty.members", RunStatus.PUBLISHED)
        .containsEntry("loyalty.activity", RunStatus.UNCHANGED)
        .containsEntry("reservations.bookings", RunStatus.FAILED)
        // It has what it had, but not what it should: its input failed for the newest instant.
        .containsEntry("customer360.purchases", RunStatus.BLOCKED)
        .containsEntry("flightops.flight_legs", RunStatus.REFUSED)
        .doesNotContainKeys("reference.airports", "gone.product", "loyalty.none");
    assertThat(LedgerResults.of(contracts.all(), List.of())).isEmpty();
  }

  private static RunLog.Entry run(String product, Instant asOf, String status) {
    return new RunLog.Entry(
        "r1",
        ProductId.parse(product),
        "run",
        asOf,
        status,
        Optional.of(asOf),
        Optional.of(1.0),
        Optional.of(1L),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        RunCounts.NONE,
        "message",
        "");
  }
}
