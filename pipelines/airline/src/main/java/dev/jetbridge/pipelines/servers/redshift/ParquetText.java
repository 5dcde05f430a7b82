package dev.jetbridge.pipelines.servers.redshift;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of Parquet as CSV, by DuckDB: values exact, instants in UTC without a zone, as Redshift
 * takes them. Nothing between two commas is null, what is quoted is not.
 */
final class ParquetText {
  private ParquetText() {}

  /**
   * Writes the rows of files, at least one, which have the same columns.
   *
   * @param csv to be written
   */
  static void write(List<Path> files, Path csv) throws SQLException {
    String read =
        files.stream()
            .map(file -> literal(file.toString()))
            .collect(Collectors.joining(", ", "read_parquet([", "])"));
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      String columns = String.join(", ", columns(statement, read));
      statement.execute(
          "COPY (SELECT "
              + columns
              + " FROM "
              + read
              + ") TO "
              + literal(csv.toString())
              + " (FORMAT csv, HEADER false, FORCE_QUOTE *, NULLSTR '')");
    }
  }

  private static List<String> columns(Statement statement, String read) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet described = statement.executeQuery("DESCRIBE SELECT * FROM " + read)) {
      while (described.next()) {
        String name = '"' + described.getString("column_name").replace("\"", "\"\"") + '"';
        boolean instant = described.getString("column_type").equals("TIMESTAMP WITH TIME ZONE");
        columns.add(instant ? "make_timestamp(epoch_us(" + name + "))" : name);
      }
    }
    return columns;
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
