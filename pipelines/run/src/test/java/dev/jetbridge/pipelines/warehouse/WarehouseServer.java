package dev.jetbridge.pipelines.warehouse;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.config.Config;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One PostgreSQL for the tests of the module, which the Redshift driver takes for Redshift. */
final class WarehouseServer {
  static final Supplier<Secret> PASSWORD = () -> new Secret("any");

  private static WarehouseServer started;

  private final StartUpFilter filter;

  private WarehouseServer(StartUpFilter filter) {
    this.filter = filter;
  }

  static synchronized WarehouseServer start() {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "no embedded PostgreSQL for this machine: no counterpart of Redshift");
    if (started == null) {
      try {
        // It ends with the process: the library stops it in a shutdown hook.
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        started = new WarehouseServer(StartUpFilter.before(postgres.getPort()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return started;
  }

  /** How a loader finds it. */
  Config.Warehouse configuration(String user) {
    return new Config.Warehouse(
        "jdbc:redshift://127.0.0.1:" + filter.port() + "/postgres?ssl=false",
        user,
        Optional.empty(),
        Config.Warehouse.OWN_ROLE);
  }

  /** A connection of its owner through the Redshift driver. */
  Connection connect() {
    return WarehouseConnection.open(configuration("postgres"), PASSWORD);
  }

  /** What it answers its owner: a line a row, with the cells as text between bars. */
  List<String> lines(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> lines = new ArrayList<>();
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          cells.add(String.valueOf(rows.getString(i)));
        }
        lines.add(String.join("|", cells));
      }
      return lines;
    }
  }

  /** Cuts the next connection at a statement. */
  void cut(StartUpFilter.Cut cut) {
    filter.cut(cut);
  }
}
