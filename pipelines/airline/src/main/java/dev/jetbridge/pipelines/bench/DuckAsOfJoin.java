package dev.jetbridge.pipelines.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A training set as DuckDB makes it: an ASOF join of the labels with each table of records, in 6 GB
 * and as many threads as there are processors.
 *
 * @param tables the files of each, by the product's name
 * @param features the features of each
 */
record DuckAsOfJoin(Path labels, Map<String, List<String>> tables, List<String> features) {
  /** Writes it as one Parquet file, and says how many seconds that took. */
  double write(Path target) throws SQLException {
    try (Connection duck = open();
        Statement sql = duck.createStatement()) {
      long start = System.nanoTime();
      sql.execute(
          "copy (select l.*, "
              + columns("%1$s.%2$s as %1$s__%2$s")
              + " from read_parquet('"
              + labels
              + "') l "
              + tables.entrySet().stream()
                  .map(t -> join(t.getKey(), t.getValue()))
                  .collect(Collectors.joining(" "))
              + ") to '"
              + target
              + "' (format parquet)");
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private String join(String name, List<String> files) {
    return "asof left join (select person_id, replace(as_of, 'Z', '')::timestamp as at, "
        + String.join(", ", features)
        + " from read_parquet("
        + files.stream().collect(Collectors.joining("', '", "['", "']"))
        + ")) "
        + name
        + " on l.person_id = "
        + name
        + ".person_id and l.label_time >= "
        + name
        + ".at";
  }

  /**
   * Compares two files by the number of their rows and the sum of a hash of each.
   *
   * @throws IllegalStateException when they have other rows
   */
  String compare(Path ours, Path theirs) throws SQLException {
    String first = rows(ours);
    String second = rows(theirs);
    if (!first.equals(second)) {
      throw new IllegalStateException("The files differ: " + first + " here, " + second + " there");
    }
    return "the same rows: " + first;
  }

  private String rows(Path file) throws SQLException {
    try (Connection duck = open();
        Statement sql = duck.createStatement();
        ResultSet row =
            sql.executeQuery(
                "select count(*), count("
                    + features.get(0).replaceFirst("^", tables.keySet().iterator().next() + "__")
                    + "), sum(hash(person_id, epoch_us(label_time), churned, "
                    + columns("%s__%s")
                    + ")::hugeint)::text from read_parquet('"
                    + file
                    + "')")) {
      row.next();
      return String.format(
          Locale.ROOT,
          "%,d, %,d of them with the first feature, sum of hashes %s",
          row.getLong(1),
          row.getLong(2),
          row.getString(3));
    }
  }

  private String columns(String form) {
    return tables.keySet().stream()
        .flatMap(t -> features.stream().map(f -> form.formatted(t, f)))
        .collect(Collectors.joining(", "));
  }

  private static Connection open() throws SQLException {
    Connection duck = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement sql = duck.createStatement()) {
      sql.execute("set memory_limit = '6GB'");
      sql.execute("set timezone = 'UTC'");
      sql.execute("set threads = " + Runtime.getRuntime().availableProcessors());
    }
    return duck;
  }
}
