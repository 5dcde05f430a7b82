package dev.jetbridge.pipelines.upkeep;

import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;

/**
 * Takes commits and forgets them: what a dry run changes is in memory only, so that it goes the
 * same way as the real one.
 */
final class RehearsedOperations extends FilesOfTable {
  private TableMetadata metadata;

  RehearsedOperations(TableOperations table) {
    super(table);
    this.metadata = table.refresh();
  }

  @Override
  public TableMetadata current() {
    return metadata;
  }

  @Override
  public TableMetadata refresh() {
    return metadata;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata changed) {
    metadata = changed;
  }
}
