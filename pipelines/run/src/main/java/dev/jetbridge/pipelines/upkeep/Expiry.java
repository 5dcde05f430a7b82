package dev.jetbridge.pipelines.upkeep;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.RunSummary;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.apache.iceberg.ExpireSnapshots;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Expires snapshots. The age of one that was main counts from when main moved on: until then
 * somebody may have begun to read it.
 */
final class Expiry {
  private final Ages ages;

  Expiry(Ages ages) {
    this.ages = ages;
  }

  /**
   * The snapshots of a product that may go.
   *
   * @param entered whether the run of a snapshot is in operations.runs; a publication that is not
   *     there yet is left for recovery
   */
  Set<Long> ofProduct(Table table, Contract.Maintenance keep, LongPredicate entered) {
    Set<Long> kept =
        runs(table).stream()
            .limit(keep.runsAtLeast())
            .map(Snapshot::snapshotId)
            .collect(Collectors.toCollection(HashSet::new));
    for (Snapshot snapshot : history(table)) {
      long id = snapshot.snapshotId();
      if (RunSummary.of(snapshot).isPresent()
          && Lake.contentId(snapshot) == id
          && !entered.test(id)) {
        kept.add(id);
      }
    }
    return expired(table, keep.snapshotsFor(), kept);
  }

  /** The snapshots of a table without runs of its own that may go. */
  Set<Long> olderThan(Table table, Duration keep) {
    return expired(table, keep, Set.of());
  }

  /**
   * The snapshots of runs that led to main, the newest run first: its newest compaction, or its
   * own.
   */
  static List<Snapshot> runs(Table table) {
    Map<Long, Snapshot> newest = new LinkedHashMap<>();
    for (Snapshot snapshot : history(table)) {
      if (RunSummary.of(snapshot).isPresent()) {
        newest.putIfAbsent(Lake.contentId(snapshot), snapshot);
      }
    }
    return List.copyOf(newest.values());
  }

  private static Iterable<Snapshot> history(Table table) {
    return table.currentSnapshot() == null ? List.of() : SnapshotUtil.currentAncestors(table);
  }

  private Set<Long> expired(Table table, Duration keep, Set<Long> kept) {
    Set<Long> heads =
        table.refs().values().stream().map(SnapshotRef::snapshotId).collect(Collectors.toSet());
    Map<Long, Long> replaced = replacedAt(table.history());
    Set<Long> expired = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      long id = snapshot.snapshotId();
      long end = replaced.getOrDefault(id, snapshot.timestampMillis());
      if (!heads.contains(id) && !kept.contains(id) && ages.passed(end, keep)) {
        expired.add(id);
      }
    }
    return expired;
  }

  private static Map<Long, Long> replacedAt(List<HistoryEntry> history) {
    Map<Long, Long> replaced = new HashMap<>();
    for (int i = 0; i + 1 < history.size(); i++) {
      replaced.put(history.get(i).snapshotId(), history.get(i + 1).timestampMillis());
    }
    return replaced;
  }

  /** Expires snapshots with everything that only they need. */
  static void commit(Table table, Set<Long> snapshots, Removal removal) {
    if (snapshots.isEmpty()) {
      return;
    }
    // Only those that are named: Iceberg's own age is turned off.
    ExpireSnapshots expire =
        table
            .expireSnapshots()
            .expireOlderThan(0)
            .cleanExpiredMetadata(true)
            .deleteWith(removal::delete);
    snapshots.forEach(expire::expireSnapshotId);
    expire.commit();
  }
}
