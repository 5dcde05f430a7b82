package dev.jetbridge.pipelines.upkeep;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.pipelines.storage.Removed;
import java.util.List;
import java.util.Optional;

/**
 * What upkeep did to one table, or would do.
 *
 * @param filesBefore data and delete files of main before
 * @param filesAfter those afterwards
 * @param snapshots how many the table had
 * @param expired how many of them went
 * @param freed files that were deleted: those of expired snapshots and those nobody knows
 * @param branches audit branches that were dropped
 * @param rows side rows that were removed because they counted nowhere
 * @param lost whether a run published during the compaction, which was given up for it
 * @param rollback the earliest run that main can be set back to; empty when there is none before
 *     the current one, and for tables of the ledger
 */
public record TableUpkeep(
    ProductId table,
    long filesBefore,
    long filesAfter,
    int snapshots,
    int expired,
    Removed freed,
    List<String> branches,
    long rows,
    boolean lost,
    Optional<RunSummary> rollback) {
  public TableUpkeep {
    branches = List.copyOf(branches);
  }
}
