package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.landing.LandedFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run of a product as it would be now.
 *
 * @param due whether it has anything to do
 * @param reason why, in words
 * @param files new files of a source-aligned product
 * @param inputs the snapshot each input is pinned to
 * @param contents the snapshot of the run that made what each input holds
 * @param base the snapshot of main it is planned on; empty before the first publication
 */
public record PlannedRun(
    Contract contract,
    RunKind kind,
    RunId id,
    boolean due,
    String reason,
    List<LandedFile> files,
    Map<ProductId, Long> inputs,
    Map<ProductId, Long> contents,
    Optional<Long> base) {
  public PlannedRun {
    files = List.copyOf(files);
    inputs = Map.copyOf(inputs);
    contents = Map.copyOf(contents);
  }

  /** The run of a product of which nobody could say what it would do. */
  static PlannedRun unplanned(Contract contract, Instant asOf) {
    RunId id = RunId.of(contract.id(), asOf, List.of("contract " + contract.digest(), "no plan"));
    return new PlannedRun(
        contract, RunKind.RUN, id, true, "", List.of(), Map.of(), Map.of(), Optional.empty());
  }
}
