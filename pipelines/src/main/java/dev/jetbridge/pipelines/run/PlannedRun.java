package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.landing.LandedFile;
import java.util.List;
import java.util.Map;

/**
 * A run of a product as it would be now.
 *
 * @param due whether it has anything to do
 * @param reason why, in words
 * @param files new files of a source-aligned product
 * @param inputs the snapshot each input is pinned to
 */
public record PlannedRun(
    Contract contract,
    RunId id,
    boolean due,
    String reason,
    List<LandedFile> files,
    Map<ProductId, Long> inputs) {
  public PlannedRun {
    files = List.copyOf(files);
    inputs = Map.copyOf(inputs);
  }
}
