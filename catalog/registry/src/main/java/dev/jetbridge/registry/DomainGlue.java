package dev.jetbridge.registry;

import org.apache.iceberg.TableOperations;
import org.apache.iceberg.aws.glue.GlueCatalog;
import org.apache.iceberg.catalog.TableIdentifier;

/** Iceberg's Glue catalog with the parts of which another catalog can be made. */
final class DomainGlue extends GlueCatalog {
  TableOperations operations(TableIdentifier table) {
    return newTableOps(table);
  }

  String location(TableIdentifier table) {
    return defaultWarehouseLocation(table);
  }

  boolean takes(TableIdentifier table) {
    return isValidIdentifier(table);
  }
}
