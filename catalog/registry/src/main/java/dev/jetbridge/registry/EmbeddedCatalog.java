package dev.jetbridge.registry;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/**
 * The catalog of a laptop or of CI: Iceberg's JdbcCatalog on one SQLite file beside the warehouse.
 * Several processes may commit at once and lose nothing. Tables know their files by absolute path,
 * so a home that was moved or copied is refused.
 */
public final class EmbeddedCatalog {
  /**
   * The catalog's name. Its rows are kept under it, so that every process must load the catalog by
   * this name.
   */
  public static final String NAME = "lake";

  private static final String FILE = "catalog.db";
  private static final String LOCK = "catalog.lock";
  private static final String WAREHOUSE = "warehouse";

  /**
   * Writers queue for up to half a minute instead of failing with SQLITE_BUSY, readers are not
   * blocked by them, and a writing transaction takes its lock at the start, when waiting helps.
   */
  private static final String PRAGMAS =
      "?busy_timeout=30000&journal_mode=WAL&transaction_mode=IMMEDIATE";

  private EmbeddedCatalog() {}

  /** The file of a home in which its tables are named, a database of SQLite. */
  public static Path file(Path home) {
    return home.toAbsolutePath().normalize().resolve(FILE);
  }

  /**
   * Looks whether the catalog of a home is that of its warehouse; changes nothing.
   *
   * @throws JetbridgeException CONFIG when the home was copied or moved, or its catalog was lost or
   *     is another one; EXTERNAL when its file cannot be read
   */
  public static void check(Path home) {
    Path folder = home.toAbsolutePath().normalize();
    new CatalogOrigin(folder, folder.resolve(FILE), folder.resolve(WAREHOUSE)).check();
  }

  /**
   * Makes what is missing under the home and returns the properties of the catalog, to be set on
   * Spark under {@code spark.sql.catalog.lake.} or given to Iceberg.
   *
   * @throws JetbridgeException CONFIG when the home cannot be written or {@link #check} refuses it,
   *     EXTERNAL when the disk or the catalog's file fails
   */
  public static Map<String, String> open(Path home) {
    Path folder = home.toAbsolutePath().normalize();
    Map<String, String> properties = properties(folder);
    check(folder);
    try {
      Files.createDirectories(folder);
      Files.createDirectories(folder.resolve(WAREHOUSE));
      createTables(folder, properties);
    } catch (AccessDeniedException | FileAlreadyExistsException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot open the catalog in "
              + folder
              + ": "
              + (e instanceof AccessDeniedException ? "no permission" : "not a folder")
              + " ("
              + e.getFile()
              + "); choose another home",
          e);
    } catch (IOException | UncheckedSQLException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot open the catalog in "
              + folder
              + ": "
              + RootCause.of(e)
              + "; check the disk and run again",
          e);
    }
    return properties;
  }

  /**
   * It holds names of files and bounds of columns. SQLite gives its other files the same rights.
   */
  private static void ownerOnly(Path file) throws IOException {
    PosixFileAttributeView rights = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (rights != null) {
      rights.setPermissions(PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static Map<String, String> properties(Path folder) {
    Map<String, String> properties = new TreeMap<>();
    properties.put(CatalogProperties.CATALOG_IMPL, JdbcCatalog.class.getName());
    properties.put(CatalogProperties.URI, "jdbc:sqlite:" + folder.resolve(FILE) + PRAGMAS);
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, folder.resolve(WAREHOUSE).toString());
    properties.put("jdbc.schema-version", "V1");
    // Two instances that create the tables at once lose commits: they are created below, once.
    properties.put("jdbc.init-catalog-tables", "false");
    // Spark's cache would show a stale main to a run that stages again.
    properties.put(CatalogProperties.CACHE_ENABLED, "false");
    return Map.copyOf(properties);
  }

  /**
   * Creates the catalog's own tables by a throwaway instance: the one that creates them reads stale
   * afterwards. The lock keeps other processes out, the monitor other threads, for which a file
   * lock is an error.
   */
  private static synchronized void createTables(Path folder, Map<String, String> properties)
      throws IOException {
    Map<String, String> creating = new TreeMap<>(properties);
    creating.put("jdbc.init-catalog-tables", "true");
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      try (JdbcCatalog throwaway = new JdbcCatalog()) {
        Configuration files = new Configuration();
        LocalFiles.settings().forEach(files::set);
        throwaway.setConf(files);
        throwaway.initialize(NAME, creating);
      }
      ownerOnly(folder.resolve(FILE));
    }
  }
}
