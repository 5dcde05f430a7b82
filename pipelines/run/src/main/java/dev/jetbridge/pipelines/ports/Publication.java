package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.NewestAsOf;
import dev.jetbridge.pipelines.lake.RunSummary;
import java.time.Instant;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * The published state of a product that its ports serve.
 *
 * @param runId the run that published it
 * @param snapshot the snapshot of the run, even when a compaction has taken its place
 * @param asOf the newest instant the rows speak of, whichever run came last
 * @param publishedAt when the snapshot was made
 */
public record Publication(
    Contract contract, String runId, long snapshot, Instant asOf, Instant publishedAt, long rows) {

  /** What is published of a product now; empty before its first run. */
  public static Optional<Publication> of(Lake lake, Contract contract) {
    if (lake.mainSnapshot(contract.id()).isEmpty()) {
      return Optional.empty();
    }
    var table = lake.table(contract.id());
    Snapshot main = table.currentSnapshot();
    Snapshot made = Optional.ofNullable(table.snapshot(Lake.contentId(main))).orElse(main);
    for (Snapshot snapshot : SnapshotUtil.currentAncestors(table)) {
      Optional<RunSummary> run = RunSummary.of(snapshot);
      if (run.isPresent()) {
        return Optional.of(
            new Publication(
                contract,
                run.get().runId(),
                Lake.contentId(main),
                new NewestAsOf(lake).of(contract).orElse(run.get().asOf()),
                Instant.ofEpochMilli(made.timestampMillis()),
                Lake.rows(main)));
      }
    }
    return Optional.empty();
  }
}
