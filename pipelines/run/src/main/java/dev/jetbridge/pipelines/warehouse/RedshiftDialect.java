package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.ports.ParquetPort;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Amazon Redshift. A table is sorted by the periods of its key. It is distributed by the one other
 * key column, such as person_id, so that joins on it move nothing; with several of them, or one of
 * few values, as in a mart, Redshift decides. COPY reads the files that a manifest of its own
 * names, from S3. Source: Amazon Redshift Database Developer Guide, COPY from columnar data
 * formats.
 *
 * @param role ARN of the role by which the warehouse reads the ports; {@code default} for the one
 *     it has by itself
 */
record RedshiftDialect(String role, ParquetPort port) implements WarehouseDialect {
  private static final String OWN_ROLE = "default";

  @Override
  public String tableOptions(Contract contract) {
    return options(contract);
  }

  static String options(Contract contract) {
    List<String> periods =
        contract.key().stream().filter(RedshiftDialect::isPeriod).map(Column::name).toList();
    List<Column> others = contract.key().stream().filter(c -> !isPeriod(c)).toList();
    boolean spreads = others.size() == 1 && others.get(0).constraints().validValues().isEmpty();
    String distribution =
        spreads ? "\nDISTKEY (" + SqlText.name(others.get(0).name()) + ")" : "\nDISTSTYLE AUTO";
    String sorting =
        periods.isEmpty()
            ? "\nSORTKEY AUTO"
            : "\nCOMPOUND SORTKEY (" + SqlText.names(periods) + ")";
    return distribution + sorting;
  }

  private static boolean isPeriod(Column column) {
    return column.type() instanceof DateType || column.type() instanceof TimestampType;
  }

  @Override
  public void copy(Connection connection, String staging, PortVersion version) throws SQLException {
    if (!version.folder().matches("s3[an]?://.+")) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot load "
              + version.contract().id()
              + " into the warehouse: COPY reads from S3, the Parquet port is in "
              + version.folder()
              + "; set ports-location to an address such as s3://bucket/ports");
    }
    CopyManifest manifest = new CopyManifest(version);
    port.put(version.contract().id(), manifest.path(), manifest.json());
    try (Statement statement = connection.createStatement()) {
      statement.execute(copyStatement(staging, version, role));
    }
  }

  /** The statement that fills a staging table once the manifest is there. */
  static String copyStatement(String staging, PortVersion version, String role) {
    return "COPY "
        + staging
        + " FROM "
        + SqlText.literal(new CopyManifest(version).address())
        + "\nIAM_ROLE "
        + (role.equals(OWN_ROLE) ? OWN_ROLE : SqlText.literal(role))
        + " FORMAT AS PARQUET MANIFEST";
  }
}
