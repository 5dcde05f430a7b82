package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Contract;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What a load into an empty Redshift runs, as a script to read or to run by hand. A load of a
 * warehouse that holds the product already leaves table and view alone.
 */
final class WarehousePlan {
  private final String role;

  /**
   * @param role as in warehouse.iam-role
   */
  WarehousePlan(String role) {
    this.role = role;
  }

  /** The whole load of some versions, a transaction each. */
  String loads(Collection<PortVersion> versions) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "-- COPY reads a manifest, copy.json, that the load writes beside the files, from S3:");
    lines.add("-- ports-location in jetbridge.properties says where the Parquet ports are.");
    lines.addAll(WarehouseDefinitions.terminated(LoadLedger.CREATE));
    for (PortVersion version : versions) {
      lines.add("");
      lines.addAll(load(version));
    }
    return String.join("\n", lines) + "\n";
  }

  private List<String> load(PortVersion version) {
    Contract contract = version.contract();
    TableStatements table = new TableStatements(contract, RedshiftDialect.options(contract));
    LoadStatements load = new LoadStatements(contract);
    LoadLedger.Held held = table.held(version.manifest().snapshot());
    List<String> statements = new ArrayList<>();
    statements.add("BEGIN");
    statements.add(LoadLedger.LOCK);
    statements.addAll(table.dropViews());
    statements.addAll(table.makeAnew());
    statements.add(load.createStaging());
    statements.add(RedshiftDialect.copyStatement(LoadStatements.STAGING, version, role));
    statements.addAll(load.apply());
    statements.add(LoadStatements.DROP_STAGING);
    statements.addAll(table.describe());
    statements.addAll(LoadLedger.enter(version.manifest(), held, Instant.now()));
    statements.add("COMMIT");
    List<String> lines = new ArrayList<>();
    lines.add(
        "-- "
            + contract.id()
            + " "
            + contract.version()
            + ", version "
            + version.manifest().version()
            + ", "
            + version.manifest().rows()
            + " rows");
    lines.addAll(WarehouseDefinitions.terminated(statements));
    return lines;
  }
}
