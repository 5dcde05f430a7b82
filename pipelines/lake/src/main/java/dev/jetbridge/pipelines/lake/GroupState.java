package dev.jetbridge.pipelines.lake;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.Table;
import org.apache.iceberg.util.SnapshotUtil;

/**
 * What a table says of publications of several products.
 *
 * @param main the snapshot that readers of the table alone see
 * @param staged the branches that are part of such a publication and could follow main, by its name
 */
record GroupState(Optional<Snapshot> main, Map<String, Branch> staged) {
  /** A branch and the snapshot it leads to. */
  record Branch(String name, Snapshot head, GroupMark mark) {}

  static GroupState of(Table table) {
    Map<String, Branch> staged = new TreeMap<>();
    for (Map.Entry<String, SnapshotRef> ref : table.refs().entrySet()) {
      if (ref.getValue().isBranch() && !ref.getKey().equals(SnapshotRef.MAIN_BRANCH)) {
        Snapshot head = table.snapshot(ref.getValue().snapshotId());
        GroupMark.of(head)
            .filter(mark -> follows(table, head))
            .ifPresent(
                mark -> staged.put(mark.publication(), new Branch(ref.getKey(), head, mark)));
      }
    }
    return new GroupState(Optional.ofNullable(table.currentSnapshot()), staged);
  }

  /**
   * Whether a snapshot was staged on the rows that main holds, be they compacted since, or on rows
   * made from those. When others were published meanwhile it can no longer be published.
   */
  static boolean follows(Table table, Snapshot head) {
    Snapshot main = table.currentSnapshot();
    if (main == null) {
      return true;
    }
    for (Snapshot led : SnapshotUtil.ancestorsOf(head.snapshotId(), table::snapshot)) {
      if (!led.equals(head) && Lake.contentId(led) == Lake.contentId(main)) {
        return true;
      }
    }
    return false;
  }

  /** The publication that made what main holds. */
  Optional<GroupMark> mark() {
    return main.flatMap(GroupMark::of);
  }

  /** The publications that main and the branches are part of. */
  Stream<GroupMark> marks() {
    return Stream.concat(mark().stream(), staged.values().stream().map(Branch::mark));
  }

  /** Whether main is part of a publication. */
  boolean holds(String publication) {
    return mark().filter(m -> m.publication().equals(publication)).isPresent();
  }

  /** Whether two looks at the table saw the same. */
  boolean isAs(GroupState other) {
    return main.map(Snapshot::snapshotId).equals(other.main.map(Snapshot::snapshotId))
        && staged.keySet().equals(other.staged.keySet());
  }
}
