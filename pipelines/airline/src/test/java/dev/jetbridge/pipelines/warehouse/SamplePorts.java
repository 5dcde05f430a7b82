package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.SampleHome;
import dev.jetbridge.pipelines.ports.PortManifest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the sample run serves, as two engines other than Spark see it. */
final class SamplePorts {
  private SamplePorts() {}

  static List<Contract> with(OutputPort port) {
    return ContractLoader.bundled().all().stream().filter(c -> c.ports().contains(port)).toList();
  }

  static PortVersion version(Contract contract) {
    Path folder =
        SampleHome.path()
            .resolve("ports")
            .resolve(contract.id().domain())
            .resolve(contract.id().name());
    return new PortVersion(contract, PortManifest.read(folder), folder.toString());
  }

  /** The files of a version as a table of DuckDB. */
  static String read(PortVersion version) {
    return version.manifest().files().stream()
        .map(f -> SqlText.literal(version.folder() + "/" + f.path()))
        .collect(Collectors.joining(", ", "read_parquet([", "])"));
  }

  /** DuckDB with a view a Parquet port, and the views that follow from contracts. */
  static Connection duckDb() throws SQLException {
    Connection duck = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duck.createStatement()) {
      for (Contract contract : with(OutputPort.PARQUET)) {
        String table = SqlText.table(contract.id());
        statement.execute("create schema if not exists " + SqlText.name(contract.id().domain()));
        statement.execute("create view " + table + " as select * from " + read(version(contract)));
        for (DerivedView view : DerivedView.of(contract)) {
          statement.execute("create view " + view.name() + " as " + view.query(table));
        }
      }
    }
    return duck;
  }

  /** The counterpart of Redshift, loaded. */
  static Connection warehouse() throws SQLException {
    WarehouseServer server = WarehouseServer.start();
    Connection connection = server.connect(WarehouseServer.LOADER);
    Warehouse warehouse =
        new Warehouse(connection, server, "test", (product, snapshot) -> Optional.empty());
    for (Contract contract : with(OutputPort.WAREHOUSE)) {
      PortVersion version = version(contract);
      warehouse.load(contract, version.manifest(), version.folder());
    }
    connection.setAutoCommit(true);
    return connection;
  }
}
