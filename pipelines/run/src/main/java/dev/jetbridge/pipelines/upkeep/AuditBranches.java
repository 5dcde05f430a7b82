package dev.jetbridge.pipelines.upkeep;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * Drops branches that refused or killed runs left. The age of a branch is that of what was staged
 * on it. One that was opened and never written to stands at an old snapshot of main however young
 * it is: it goes once a metadata file of the table that is old enough has it already.
 */
final class AuditBranches {
  /** How runs and offline stores name the branches they stage on. */
  private static final List<String> PREFIXES = List.of("audit_", "follow_");

  private final Ages ages;

  AuditBranches(Ages ages) {
    this.ages = ages;
  }

  /** Drops the old ones of a table and returns their names. */
  List<String> drop(Table table, TableMetadata metadata, Duration keep) {
    Set<Long> main = new HashSet<>();
    if (table.currentSnapshot() != null) {
      SnapshotUtil.currentAncestors(table).forEach(s -> main.add(s.snapshotId()));
    }
    List<String> dropped = new ArrayList<>();
    for (Map.Entry<String, SnapshotRef> ref : table.refs().entrySet()) {
      boolean staging =
          ref.getValue().isBranch() && PREFIXES.stream().anyMatch(ref.getKey()::startsWith);
      if (!staging) {
        continue;
      }
      Snapshot head = table.snapshot(ref.getValue().snapshotId());
      boolean old =
          main.contains(head.snapshotId())
              ? wasThere(table, metadata, ref.getKey(), ref.getValue())
              : ages.passed(head.timestampMillis(), keep);
      if (old) {
        table.manageSnapshots().removeBranch(ref.getKey()).commit();
        dropped.add(ref.getKey());
      }
    }
    return dropped;
  }

  /** Whether the branch stood there already when the youngest of the old metadata was written. */
  private boolean wasThere(Table table, TableMetadata metadata, String branch, SnapshotRef now) {
    if (ages.passed(metadata.lastUpdatedMillis(), Duration.ZERO)) {
      return true;
    }
    List<TableMetadata.MetadataLogEntry> log = metadata.previousFiles();
    for (int i = log.size() - 1; i >= 0; i--) {
      if (ages.passed(log.get(i).timestampMillis(), Duration.ZERO)) {
        try {
          SnapshotRef then = TableMetadataParser.read(table.io(), log.get(i).file()).ref(branch);
          return then != null && then.snapshotId() == now.snapshotId();
        } catch (NotFoundException | UncheckedIOException e) {
          return false;
        }
      }
    }
    return false;
  }
}
