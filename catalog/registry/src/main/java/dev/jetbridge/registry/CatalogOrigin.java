package dev.jetbridge.registry;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says whether the catalog in a home is the one of its warehouse, without Iceberg and before
 * anything else is opened. Tables know their files by absolute path: in a copied home they are
 * those of the original, which runs of the copy would change.
 */
final class CatalogOrigin {
  /** The names below a home on the way to a table's metadata. */
  private static final int DEPTH = 5;

  private final Path home;
  private final Path catalog;
  private final Path warehouse;

  private record Entry(String table, Path metadata) {}

  CatalogOrigin(Path home, Path catalog, Path warehouse) {
    this.home = home;
    this.catalog = catalog;
    this.warehouse = warehouse;
  }

  /**
   * Refuses a catalog that is not that of the warehouse beside it.
   *
   * @throws JetbridgeException CONFIG, with what to do; EXTERNAL when the catalog cannot be read
   */
  void check() {
    List<Entry> entries = Files.exists(catalog) ? entries() : List.of();
    if (entries.isEmpty()) {
      orphan()
          .ifPresent(
              table -> {
                throw refused(
                    "catalog.db names no table, but the folder warehouse has rows, such as those"
                        + " of "
                        + table
                        + ": the catalog was lost or replaced",
                    "put the right catalog.db back, or move the folder warehouse away and run"
                        + " again: tables are rebuilt from landing");
              });
      return;
    }
    for (Entry entry : entries) {
      if (!entry.metadata().startsWith(warehouse)) {
        elsewhere(entry);
      }
    }
    List<Entry> lost = entries.stream().filter(e -> !Files.exists(e.metadata())).toList();
    // A table that was lost alone is the failure of its product.
    if (lost.size() == entries.size()) {
      throw refused(
          "the files of "
              + lost.size()
              + " of its "
              + entries.size()
              + " tables are missing, such as those of "
              + lost.get(0).table(),
          "put the folder warehouse back as it was; or move what is left of it and catalog.db away"
              + " and run again: tables are rebuilt from landing");
    }
  }

  private void elsewhere(Entry entry) {
    Path other = entry.metadata();
    for (int i = 0; i < DEPTH && other.getParent() != null; i++) {
      other = other.getParent();
    }
    boolean there = Files.exists(other);
    try {
      if (there && Files.isSameFile(other, home)) {
        return;
      }
    } catch (IOException e) {
      there = false;
    }
    throw refused(
        "it was "
            + (there ? "copied" : "moved")
            + " from "
            + other
            + ", where its tables, such as "
            + entry.table()
            + ", were made and would still be read and written",
        (there
                ? "work in " + other
                : "move it back, or let the old name lead here (ln -s " + home + " " + other + ")")
            + "; for a home of its own move catalog.db and the folder warehouse away and run again:"
            + " tables are rebuilt from landing");
  }

  /** A table whose rows lie in the warehouse; a folder without rows is of a run that was killed. */
  private Optional<String> orphan() {
    if (!Files.isDirectory(warehouse)) {
      return Optional.empty();
    }
    for (Path domain : folders(warehouse)) {
      for (Path table : folders(domain)) {
        if (hasFiles(table.resolve("data"))) {
          return Optional.of(domain.getFileName() + "." + table.getFileName());
        }
      }
    }
    return Optional.empty();
  }

  private static List<Path> folders(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean hasFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(Files::isRegularFile);
    } catch (IOException e) {
      return false;
    }
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + catalog + "?busy_timeout=30000");
        PreparedStatement tables =
            connection.prepareStatement(
                "SELECT count(*) FROM sqlite_master WHERE name = 'iceberg_tables'");
        ResultSet known = tables.executeQuery()) {
      if (!known.next() || known.getInt(1) == 0) {
        return entries;
      }
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT table_namespace, table_name, metadata_location FROM iceberg_tables"
                      + " WHERE catalog_name = ? AND metadata_location IS NOT NULL"
                      + " ORDER BY table_namespace, table_name");
          ResultSet rows = named(statement)) {
        while (rows.next()) {
          entries.add(
              new Entry(
                  rows.getString(1) + "." + rows.getString(2),
                  Path.of(rows.getString(3).replaceFirst("^file:/*", "/"))));
        }
      }
      return entries;
    } catch (SQLException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot use home "
              + home
              + ": its catalog.db cannot be read as a catalog ("
              + RootCause.of(e)
              + "); check the disk, or put the right file back; or move it and the folder warehouse"
              + " away and run again: tables are rebuilt from landing",
          e);
    }
  }

  private static ResultSet named(PreparedStatement statement) throws SQLException {
    statement.setString(1, EmbeddedCatalog.NAME);
    return statement.executeQuery();
  }

  private JetbridgeException refused(String reason, String remedy) {
    return new JetbridgeException(
        FailureKind.CONFIG, "Cannot use home " + home + ": " + reason + "; " + remedy);
  }
}
