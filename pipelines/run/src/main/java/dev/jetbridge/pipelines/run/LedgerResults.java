package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.operations.Operations;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of each product for the newest instant, by the ledger: where jobs of a schedule make
 * some products each, no process knows of all.
 *
 * @param asOf the newest instant that any product was run for
 */
public record LedgerResults(Instant asOf, List<RunResult> results) {
  public LedgerResults {
    results = List.copyOf(results);
  }

  /**
   * The results; empty before the first run.
   *
   * @param contracts all of the mesh
   * @param runs the last run of each product
   */
  public static Optional<LedgerResults> of(
      Collection<Contract> contracts, Collection<RunLog.Entry> runs) {
    Map<ProductId, RunLog.Entry> last =
        runs.stream().collect(Collectors.toMap(RunLog.Entry::product, Function.identity()));
    return runs.stream()
        .map(RunLog.Entry::asOf)
        .max(Instant::compareTo)
        .map(
            asOf -> {
              Set<ProductId> stopped = Stopped.at(asOf, contracts, runs);
              return new LedgerResults(
                  asOf,
                  contracts.stream()
                      .flatMap(
                          c ->
                              result(c, Optional.ofNullable(last.get(c.id())), asOf, stopped)
                                  .stream())
                      .toList());
            });
  }

  private static Optional<RunResult> result(
      Contract contract, Optional<RunLog.Entry> last, Instant asOf, Set<ProductId> stopped) {
    Optional<RunLog.Entry> now = last.filter(run -> run.asOf().equals(asOf) || run.failed());
    if (now.isEmpty() && stopped.contains(contract.id())) {
      return Optional.of(
          RunResult.blocked(contract, "an input of it failed or was refused, see there"));
    }
    return now.or(() -> last)
        .flatMap(
            run ->
                status(run, now.isPresent())
                    .map(
                        status ->
                            new RunResult(
                                contract,
                                status,
                                run.message(),
                                failure(run),
                                run.counts(),
                                Optional.empty(),
                                run.snapshot(),
                                run.seconds().orElse(0.0))));
  }

  /** Empty for a run that was withdrawn. */
  private static Optional<RunStatus> status(RunLog.Entry run, boolean now) {
    return switch (run.status()) {
      case Operations.PUBLISHED -> Optional.of(now ? RunStatus.PUBLISHED : RunStatus.UNCHANGED);
      case "refused" -> Optional.of(RunStatus.REFUSED);
      case "failed" -> Optional.of(RunStatus.FAILED);
      default -> Optional.empty();
    };
  }

  /** The ledger does not say whose turn it is when a run failed. */
  private static Optional<FailureKind> failure(RunLog.Entry run) {
    return run.failed() && !run.status().equals("failed")
        ? Optional.of(FailureKind.CONTRACT)
        : Optional.empty();
  }
}
