package dev.jetbridge.registry;

import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;

/**
 * An Iceberg table as a catalog entry sees it.
 *
 * @param location its root folder
 * @param metadataLocation its current metadata file
 */
public record RegisteredTable(String location, String metadataLocation, Schema schema) {

  /** The table as it is now: the entry is read anew. */
  public static RegisteredTable of(Table table) {
    TableMetadata metadata = ((HasTableOperations) table).operations().refresh();
    return new RegisteredTable(
        metadata.location(), metadata.metadataFileLocation(), metadata.schema());
  }
}
