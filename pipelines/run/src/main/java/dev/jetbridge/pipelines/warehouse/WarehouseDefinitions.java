package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Tables and views of products as scripts. Athena needs no tables: the Iceberg tables are in the
 * Glue Data Catalog once a run with platform aws has published them.
 */
public final class WarehouseDefinitions {
  private WarehouseDefinitions() {}

  /**
   * Tables, comments and metric views of Redshift.
   *
   * @throws JetbridgeException CONFIG when a metric has no meaning there
   */
  public static String redshift(Collection<Contract> contracts) {
    List<String> lines = new ArrayList<>();
    for (Contract contract : contracts) {
      TableStatements table = new TableStatements(contract, RedshiftDialect.options(contract));
      lines.add("-- " + contract.id() + " " + contract.version());
      lines.addAll(terminated(table.dropView()));
      lines.addAll(terminated(table.makeAnew()));
      lines.addAll(terminated(table.describe()));
      lines.add("");
    }
    return String.join("\n", lines);
  }

  /**
   * Metric views of Athena, a product with metrics each.
   *
   * @throws JetbridgeException CONFIG when a metric has no meaning there
   */
  public static String athena(Collection<Contract> contracts) {
    List<String> lines = new ArrayList<>();
    for (Contract contract : contracts) {
      MetricView view = new MetricView(contract);
      if (view.exists()) {
        lines.add("-- " + contract.id() + " " + contract.version());
        lines.add(
            "CREATE OR REPLACE VIEW "
                + view.name()
                + " AS\n"
                + view.query(SqlText.table(contract.id()))
                + ";");
        lines.add("");
      }
    }
    return String.join("\n", lines);
  }

  static List<String> terminated(List<String> statements) {
    return statements.stream().map(s -> s + ";").toList();
  }
}
