package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.mesh.ContractLoader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;

/** What the products of the warehouse are, in words that Spark and PostgreSQL take alike. */
final class WarehouseRows {
  /** A line a product: its rows, and of each column what is known and a sum. */
  static final String QUERY =
      ContractLoader.bundled().all().stream()
          .filter(contract -> contract.ports().contains(OutputPort.WAREHOUSE))
          .map(WarehouseRows::measured)
          .collect(Collectors.joining(" union all ", "", " order by 1"));

  private WarehouseRows() {}

  private static String measured(Contract contract) {
    List<String> measures = new ArrayList<>(List.of("count(*)"));
    for (Column column : contract.columns()) {
      String name = column.name();
      measures.add("count(" + name + ")");
      measures.add("count(distinct " + name + ")");
      if (column.type() instanceof IntegralType || column.type() instanceof DecimalType) {
        measures.add("sum(cast(" + name + " as decimal(38,6)))");
      } else if (column.type() instanceof StringType) {
        measures.add("sum(length(" + name + "))");
      } else if (column.type() instanceof BooleanType) {
        measures.add("sum(case when " + name + " then 1 else 0 end)");
      }
    }
    return "select '%1$s' as product, concat_ws('|', %2$s) as measures from %1$s"
        .formatted(contract.id(), String.join(", ", measures));
  }

  /** As the command sql writes them. */
  static String in(Connection warehouse) throws SQLException {
    StringBuilder csv = new StringBuilder("product,measures\n");
    try (Statement statement = warehouse.createStatement();
        ResultSet rows = statement.executeQuery(QUERY)) {
      while (rows.next()) {
        csv.append(rows.getString(1)).append(',').append(rows.getString(2)).append('\n');
      }
    }
    return csv.toString();
  }
}
