package dev.jetbridge.pipelines.servers.redshift;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;

/**
 * PostgreSQL that Redshift's driver takes for Redshift. Its door asks for the password, takes out
 * of the start of a session what only Redshift knows, translates statements and cuts connections on
 * demand. It shows what our statements do, and nothing of Redshift itself.
 */
public final class RedshiftServer implements AutoCloseable {
  /** Who may do everything. */
  public static final String OWNER = "postgres";

  private static final String DATABASE = "marts";

  private final EmbeddedPostgres postgres;
  private final ServerSocket door;
  private final String password;
  private final AtomicReference<Cut> cut = new AtomicReference<>(Cut.NEVER);

  private RedshiftServer(EmbeddedPostgres postgres, ServerSocket door, String password) {
    this.postgres = postgres;
    this.door = door;
    this.password = password;
  }

  /** Whether there is a PostgreSQL for this machine. */
  public static boolean isAvailable() {
    return System.getProperty("os.name").equals("Linux")
        && System.getProperty("os.arch").equals("amd64");
  }

  /**
   * Starts it, on loopback, with an empty database.
   *
   * @param loader who loads, with the rights that a loader is to be granted
   * @param password of everybody
   * @param source where COPY reads
   * @param folder for the files of COPY
   * @throws JetbridgeException EXTERNAL when it does not start
   */
  public static RedshiftServer start(
      String loader, String password, CopySource source, Path folder) {
    try {
      RedshiftServer server =
          new RedshiftServer(
              // A backslash in a literal escapes what follows, as in Redshift.
              EmbeddedPostgres.builder()
                  .setServerConfig("standard_conforming_strings", "off")
                  .setServerConfig("escape_string_warning", "off")
                  .start(),
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
              password);
      try {
        server.create(loader);
      } catch (SQLException e) {
        server.close();
        throw e;
      }
      CopyFiles files = new CopyFiles(source, folder);
      daemon(() -> server.accept(files));
      return server;
    } catch (IOException | SQLException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot start PostgreSQL: " + e.getMessage(), e);
    }
  }

  private void create(String loader) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + DATABASE);
      if (!loader.equals(OWNER)) {
        String role = '"' + loader.replace("\"", "\"\"") + '"';
        statement.execute("CREATE ROLE " + role + " LOGIN");
        statement.execute("GRANT CREATE ON DATABASE " + DATABASE + " TO " + role);
        // Of COPY, which reads a file of this machine here.
        statement.execute("GRANT pg_read_server_files TO " + role);
      }
    }
  }

  /** How the driver finds it. */
  public String url() {
    return "jdbc:redshift://127.0.0.1:" + door.getLocalPort() + "/" + DATABASE + "?ssl=false";
  }

  /** A connection of its owner. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), OWNER, password);
  }

  /** Cuts the next connection that says this, once. */
  public void cut(Cut next) {
    cut.set(next);
  }

  /** Whether the last cut has still to come. */
  public boolean isToCut() {
    return !cut.get().equals(Cut.NEVER);
  }

  private void accept(CopyFiles files) {
    while (!door.isClosed()) {
      try {
        Session session = new Session(door.accept(), postgres.getPort(), password, files, cut);
        daemon(() -> serve(session));
      } catch (IOException e) {
        // The door was closed.
        return;
      }
    }
  }

  private static void serve(Session session) {
    try {
      session.serve();
    } catch (IOException e) {
      // One side has gone; the other follows.
    }
  }

  static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "redshift-server");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void close() {
    try {
      door.close();
      postgres.close();
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot stop PostgreSQL: " + e.getMessage(), e);
    }
  }
}
