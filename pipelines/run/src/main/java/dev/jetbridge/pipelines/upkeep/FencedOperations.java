package dev.jetbridge.pipelines.upkeep;

import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.ValidationException;

/**
 * Commits only as long as main is where it was found, or where these commits brought it. Iceberg
 * itself would put a rewrite on top of whatever main has become, under the name of a run whose rows
 * it no longer holds.
 */
final class FencedOperations extends FilesOfTable {
  private long main;

  FencedOperations(TableOperations table, long main) {
    super(table);
    this.main = main;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    Snapshot found = base.currentSnapshot();
    if (found == null || found.snapshotId() != main) {
      throw new MainMoved();
    }
    table.commit(base, metadata);
    main = metadata.currentSnapshot().snapshotId();
  }

  @Override
  public TableMetadata current() {
    return table.current();
  }

  @Override
  public TableMetadata refresh() {
    return table.refresh();
  }

  @Override
  public EncryptionManager encryption() {
    return table.encryption();
  }

  @Override
  public TableOperations temp(TableMetadata uncommitted) {
    return table.temp(uncommitted);
  }

  @Override
  public long newSnapshotId() {
    return table.newSnapshotId();
  }

  @Override
  public boolean requireStrictCleanup() {
    return table.requireStrictCleanup();
  }

  /** A run published meanwhile; the files written for the lost commit are removed by Iceberg. */
  static final class MainMoved extends ValidationException {
    private static final long serialVersionUID = 1L;

    MainMoved() {
      super("main moved meanwhile");
    }

    /** Whether that is why Iceberg gave up. */
    static boolean caused(Throwable failure) {
      for (Throwable t = failure; t != null; t = t.getCause()) {
        if (t instanceof MainMoved) {
          return true;
        }
      }
      return false;
    }
  }
}
