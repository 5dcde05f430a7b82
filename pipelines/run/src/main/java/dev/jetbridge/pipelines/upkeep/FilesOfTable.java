package dev.jetbridge.pipelines.upkeep;

import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** Operations whose files are those of the operations of a table; what they commit is their own. */
abstract class FilesOfTable implements TableOperations {
  final TableOperations table;

  FilesOfTable(TableOperations table) {
    this.table = table;
  }

  @Override
  public final FileIO io() {
    return table.io();
  }

  @Override
  public final String metadataFileLocation(String fileName) {
    return table.metadataFileLocation(fileName);
  }

  @Override
  public final LocationProvider locationProvider() {
    return table.locationProvider();
  }
}
