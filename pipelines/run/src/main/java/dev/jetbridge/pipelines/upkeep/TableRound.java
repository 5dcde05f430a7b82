package dev.jetbridge.pipelines.upkeep;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.registry.retry.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.spark.actions.SparkActions;

/** One table: branches, compaction, expiry and files that nobody knows, in this order. */
final class TableRound {
  /** Files that no metadata names may belong to a run that has not committed yet. */
  private static final int ORPHAN_AGE = 3;

  /** A run may open a branch at a snapshot that was about to go. */
  private static final int EXPIRY_TRIES = 3;

  private final Lake lake;
  private final ProductId id;
  private final Ages ages;
  private final boolean rehearsal;
  private final Table table;
  private List<String> branches = List.of();

  /** A round of a table; a rehearsal changes the table in memory only. */
  TableRound(Lake lake, ProductId id, Ages ages, boolean rehearsal) {
    this.lake = lake;
    this.id = id;
    this.ages = ages;
    this.rehearsal = rehearsal;
    Table found = lake.table(id);
    this.table =
        rehearsal
            ? new BaseTable(
                new RehearsedOperations(((HasTableOperations) found).operations()), found.name())
            : found;
  }

  Table table() {
    return table;
  }

  /** Drops the branches of runs that were refused or killed long enough ago. */
  TableRound dropBranches(Duration keep) {
    TableMetadata metadata = ((HasTableOperations) table).operations().current();
    branches = new AuditBranches(ages).drop(table, metadata, keep);
    return this;
  }

  /**
   * Compacts, expires and removes.
   *
   * @param rows side rows of the table that were removed before
   * @param expired the snapshots that may go, asked after the compaction
   */
  TableUpkeep tidy(
      long rows,
      Function<Table, Compaction.Rewritten> compaction,
      Function<Table, Set<Long>> expired) {
    long before = files(table);
    int snapshots = snapshots(table);
    Compaction.Rewritten rewritten =
        table.currentSnapshot() == null ? Compaction.Rewritten.NOTHING : compaction.apply(table);
    Removal removal = new Removal(table.io(), rehearsal);
    int gone = expire(expired, removal);
    removeOrphans(removal);
    return new TableUpkeep(
        id,
        before,
        rehearsal ? before - rewritten.files() + rewritten.into() : files(table),
        snapshots,
        gone,
        removal.removed(),
        branches,
        rows,
        rewritten.lost(),
        rollback());
  }

  private int expire(Function<Table, Set<Long>> expired, Removal removal) {
    return Retry.ofCommits(EXPIRY_TRIES)
        .call(
            Set.of(IllegalArgumentException.class),
            () -> {
              table.refresh();
              Set<Long> snapshots = expired.apply(table);
              Expiry.commit(table, snapshots, removal);
              return snapshots.size();
            });
  }

  private void removeOrphans(Removal removal) {
    SparkActions.get(lake.spark())
        .deleteOrphanFiles(lake.table(id))
        .olderThan(ages.now().minus(ages.safe().multipliedBy(ORPHAN_AGE)).toEpochMilli())
        .deleteWith(removal::delete)
        .execute();
  }

  private Optional<RunSummary> rollback() {
    List<Snapshot> runs = Expiry.runs(table);
    return runs.size() < 2 ? Optional.empty() : RunSummary.of(runs.get(runs.size() - 1));
  }

  private static int snapshots(Table table) {
    int number = 0;
    for (Snapshot ignored : table.snapshots()) {
      number++;
    }
    return number;
  }

  private static long files(Table table) {
    Snapshot main = table.currentSnapshot();
    return main == null
        ? 0
        : Long.parseLong(main.summary().getOrDefault("total-data-files", "0"))
            + Long.parseLong(main.summary().getOrDefault("total-delete-files", "0"));
  }
}
