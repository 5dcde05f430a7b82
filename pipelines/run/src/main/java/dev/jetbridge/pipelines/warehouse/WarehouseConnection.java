package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.config.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Opens the configured warehouse with the Redshift driver. */
public final class WarehouseConnection {
  /** Holds the password when no file is named. */
  static final String PASSWORD = "JETBRIDGE_WAREHOUSE_PASSWORD";

  private static final String PREFIX = "jdbc:redshift://";
  private static final Pattern SECRET =
      Pattern.compile("[?;&](password|pwd|user|uid)=", Pattern.CASE_INSENSITIVE);

  private WarehouseConnection() {}

  /**
   * Connects once, for whoever loads by hand and wants to know, also when there is nothing to load.
   *
   * @throws JetbridgeException CONFIG when the configuration cannot be used, EXTERNAL when the
   *     warehouse does not answer or refuses
   */
  public static void requireAnswer(Config.Warehouse warehouse, Secrets secrets) {
    try {
      open(warehouse, secrets).close();
    } catch (SQLException e) {
      // It has answered, and a load that follows tells what is wrong.
    }
  }

  /**
   * Connects; the password may be in the environment of the process.
   *
   * @throws JetbridgeException CONFIG when the configuration cannot be used, EXTERNAL when the
   *     warehouse does not answer or refuses
   */
  static Connection open(Config.Warehouse warehouse, Secrets secrets) {
    return open(warehouse, () -> password(warehouse, secrets, System.getenv()));
  }

  static Connection open(Config.Warehouse warehouse, Supplier<Secret> password) {
    check(warehouse);
    Properties properties = new Properties();
    properties.setProperty("user", warehouse.user());
    properties.setProperty("password", password.get().reveal());
    // A warehouse that does not answer is a failure, not a wait; one that works is left to work.
    properties.setProperty("loginTimeout", "30");
    properties.setProperty("tcpKeepAlive", "true");
    try {
      return DriverManager.getConnection(warehouse.url(), properties);
    } catch (SQLException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot connect to the warehouse "
              + place(warehouse)
              + " as "
              + warehouse.user()
              + ": "
              + reason(e)
              + "; nothing was loaded, run again",
          e);
    }
  }

  /** Host, port and database. */
  static String place(Config.Warehouse warehouse) {
    return warehouse.url().substring(PREFIX.length()).replaceFirst("[?;].*", "");
  }

  /** What the server or the driver said; the first line only, what follows may show values. */
  static String reason(SQLException e) {
    String message = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
    String state = e.getSQLState() == null ? "" : " (SQLSTATE " + e.getSQLState() + ")";
    return message.strip().lines().findFirst().orElse("no reason given") + state;
  }

  private static void check(Config.Warehouse warehouse) {
    if (!warehouse.url().startsWith(PREFIX)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Invalid warehouse.url: it must begin with "
              + PREFIX
              + ", such as "
              + PREFIX
              + "host:5439/database");
    }
    if (SECRET.matcher(warehouse.url()).find()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Invalid warehouse.url: it holds a user or a password; use warehouse.user and"
              + " warehouse.password-secret");
    }
  }

  static Secret password(
      Config.Warehouse warehouse, Secrets secrets, Map<String, String> environment) {
    return warehouse
        .password()
        .map(secrets::read)
        .or(() -> Optional.ofNullable(environment.get(PASSWORD)).map(Secret::new))
        .orElseThrow(
            () ->
                new JetbridgeException(
                    FailureKind.CONFIG,
                    "Cannot connect to the warehouse "
                        + place(warehouse)
                        + ": no password; name a secret in warehouse.password-secret or a file"
                        + " in warehouse.password-file, or set the"
                        + " environment variable "
                        + PASSWORD));
  }
}
