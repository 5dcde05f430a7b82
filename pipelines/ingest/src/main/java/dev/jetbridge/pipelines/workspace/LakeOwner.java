package dev.jetbridge.pipelines.workspace;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.registry.Databases;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;

/**
 * Whose lake a catalog has. Two installations whose databases are the same would write each other's
 * tables, wherever their warehouses are: a table stays where it was made.
 */
record LakeOwner(Lake lake, Databases databases) {
  /**
   * Refuses a catalog whose ledger is not in our warehouse, nor where its database says.
   *
   * @throws JetbridgeException CONFIG
   */
  void check() {
    ProductId ledger = OperationsTable.RUNS.id();
    if (!lake.exists(ledger)) {
      return;
    }
    String warehouse = databases.of(ledger.domain()).warehouse();
    String location = lake.table(ledger).location();
    if (isIn(location, warehouse) || folder(ledger).filter(f -> isIn(location, f)).isPresent()) {
      return;
    }
    throw new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot use the catalog: it has the tables of another installation, whose ledger is at "
            + location
            + ", not in aws.warehouse, "
            + warehouse
            + "; give this one another aws.catalog-id, or databases of its own with"
            + " domains.NAME.database, or the warehouse of before");
  }

  /** Where the database has its tables, if it says. */
  private Optional<String> folder(ProductId table) {
    return lake.catalog() instanceof SupportsNamespaces namespaces
        ? Optional.ofNullable(
            namespaces.loadNamespaceMetadata(Namespace.of(table.domain())).get("location"))
        : Optional.empty();
  }

  private static boolean isIn(String location, String folder) {
    return location.replaceFirst("^s3a:", "s3:").startsWith(folder.replaceAll("/+$", "") + "/");
  }
}
