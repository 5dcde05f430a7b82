package dev.jetbridge.pipelines.warehouse;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.servers.redshift.Cut;
import dev.jetbridge.pipelines.servers.redshift.RedshiftServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** One counterpart of Redshift for the tests of the module; its S3 is the disk of this machine. */
final class WarehouseServer implements WarehouseDialect {
  static final String LOADER = "jetbridge_loader";

  private static final String PASSWORD = "any";
  private static final String BUCKET = "s3://disk";

  private static WarehouseServer started;

  private final RedshiftServer server;

  /** Those of COPY by their addresses: folders of others are left as they are. */
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();

  private WarehouseServer(Path folder) {
    // It ends with the process: the library stops it in a shutdown hook.
    this.server = RedshiftServer.start(LOADER, PASSWORD, this::fetch, folder);
  }

  static synchronized WarehouseServer start() {
    assumeTrue(
        RedshiftServer.isAvailable(),
        "no embedded PostgreSQL for this machine: no counterpart of Redshift");
    if (started == null) {
      try {
        started = new WarehouseServer(Files.createTempDirectory("warehouse"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return started;
  }

  private void fetch(String role, String address, Path file) throws IOException {
    byte[] manifest = manifests.get(address);
    if (manifest != null) {
      Files.write(file, manifest);
      return;
    }
    try {
      Files.copy(Path.of(address.substring(BUCKET.length())), file);
    } catch (NoSuchFileException e) {
      throw new IOException("The specified key does not exist., Status 404, Error NoSuchKey", e);
    }
  }

  @Override
  public String tableOptions(Contract contract) {
    return RedshiftDialect.options(contract);
  }

  @Override
  public void copy(Connection connection, String staging, PortVersion version) throws SQLException {
    PortVersion onS3 =
        new PortVersion(
            version.contract(), version.manifest(), BUCKET + version.folder(), version.base());
    CopyManifest manifest = new CopyManifest(onS3);
    manifests.put(manifest.address(), manifest.json());
    try (Statement statement = connection.createStatement()) {
      statement.execute(RedshiftDialect.copyStatement(staging, onS3, Config.Warehouse.OWN_ROLE));
    }
  }

  /** A connection through the Redshift driver. */
  Connection connect(String user) {
    return connect(user, () -> new Secret(PASSWORD));
  }

  Connection connect(String user, Supplier<Secret> password) {
    return WarehouseConnection.open(
        new Config.Warehouse(server.url(), user, Optional.empty(), Config.Warehouse.OWN_ROLE),
        password);
  }

  /** A connection of its owner. */
  Connection connect() {
    return connect(RedshiftServer.OWNER);
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
  void cut(Cut cut) {
    server.cut(cut);
  }
}
