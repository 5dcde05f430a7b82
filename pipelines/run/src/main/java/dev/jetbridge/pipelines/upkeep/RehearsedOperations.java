package dev.jetbridge.pipelines.upkeep;

import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * Takes commits and forgets them: what a dry run changes is in memory only, so that it goes the
 * same way as the real one.
 */
final class RehearsedOperations implements TableOperations {
  private final TableOperations table;
  private TableMetadata metadata;

  RehearsedOperations(TableOperations table) {
    this.table = table;
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

  @Override
  public FileIO io() {
    return table.io();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return table.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return table.locationProvider();
  }
}
