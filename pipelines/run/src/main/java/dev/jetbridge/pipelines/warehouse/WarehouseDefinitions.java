package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.DatabasePlace;
import dev.jetbridge.registry.Databases;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.TimestampType;

/**
 * Tables and views of products as scripts. Athena needs no tables: the Iceberg tables are in the
 * Glue Data Catalog once a run with platform aws has published them.
 */
public final class WarehouseDefinitions {
  private WarehouseDefinitions() {}

  /**
   * Tables, comments and views of Redshift.
   *
   * @throws JetbridgeException CONFIG when a metric has no meaning there
   */
  public static String redshift(Collection<Contract> contracts) {
    List<String> lines = new ArrayList<>();
    for (Contract contract : contracts) {
      TableStatements table = new TableStatements(contract, RedshiftDialect.options(contract));
      lines.add("-- " + contract.id() + " " + contract.version());
      lines.addAll(terminated(table.dropViews()));
      lines.addAll(terminated(table.makeAnew()));
      lines.addAll(terminated(table.describe()));
      lines.add("");
    }
    return String.join("\n", lines);
  }

  /**
   * Views of Athena. Those of a catalog of another account are defined in that account: Athena
   * takes no view over the catalog of another ("CREATE VIEW statements that include a cross-account
   * Glue catalog are not supported", Athena User Guide, "Configure cross-account access to AWS Glue
   * data catalogs").
   *
   * @param databases where the domains have theirs
   * @throws JetbridgeException CONFIG when a metric has no meaning there
   */
  public static String athena(Collection<Contract> contracts, Databases databases) {
    List<String> lines = new ArrayList<>();
    for (Contract contract : contracts) {
      DatabasePlace place = databases.of(contract.id().domain());
      for (DerivedView view : DerivedView.of(contract)) {
        lines.add("-- " + contract.id() + " " + contract.version() + account(place, databases));
        lines.add(
            "CREATE OR REPLACE VIEW "
                + view.name(place.database())
                + " AS\n"
                + view.query(inAthena(contract, place.database()))
                + ";");
        lines.add("");
      }
    }
    return String.join("\n", lines);
  }

  /**
   * A table with its instants as timestamps without a zone, in UTC: Athena has no view with a zone
   * in it ("Only Iceberg timestamp (without time zone) is supported for Athena Iceberg DDL
   * statements", Athena User Guide, "Supported data types for Iceberg tables in Athena"), and does
   * not cast one to the other ("Casting a Timestamp with Time Zone to Timestamp is not supported",
   * the same, "Athena engine version 3"). So it is read as text, whose first 26 characters end with
   * the microseconds.
   */
  private static String inAthena(Contract contract, String database) {
    String table = SqlText.table(database, contract.id().name());
    if (contract.columns().stream().noneMatch(WarehouseDefinitions::isInstant)) {
      return table;
    }
    return contract.columns().stream()
        .map(
            c ->
                isInstant(c)
                    ? "CAST(substr(CAST(%1$s AT TIME ZONE 'UTC' AS varchar), 1, 26) AS timestamp(6)) AS %1$s"
                        .formatted(SqlText.name(c.name()))
                    : SqlText.name(c.name()))
        .collect(Collectors.joining(", ", "(SELECT ", " FROM " + table + ") AS in_utc"));
  }

  private static String account(DatabasePlace place, Databases databases) {
    return place
        .catalogId()
        .filter(account -> !place.catalogId().equals(databases.catalogId()))
        .map(account -> ", to be run in account " + account)
        .orElse("");
  }

  private static boolean isInstant(Column column) {
    return column.type() instanceof TimestampType;
  }

  static List<String> terminated(List<String> statements) {
    return statements.stream().map(s -> s + ";").toList();
  }
}
