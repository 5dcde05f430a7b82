package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.columns.CustomerLifetimeValue;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.ports.registration.Ports;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lines that {@code products PRODUCT} prints for readers, as they stand, and what each reader
 * makes of all rows: how many there are, how many have no value, sums of decimals, instants.
 */
class PrintedLinesTest {
  private static final String SQL =
      "select count(*), count(*) - count(mean_repeat_value), sum(mean_repeat_value),"
          + " sum(discounted_value), min(as_of), max(as_of) from ";
  private static final String FRAME =
      """
      print(len(rows), rows.mean_repeat_value.isna().sum(), rows.mean_repeat_value.dropna().sum(),
          rows.discounted_value.sum(), rows.as_of.min().isoformat(), rows.as_of.max().isoformat())
      """;
  private static final Map<String, String> IN_PYTHON =
      Map.of(
          "pandas",
          FRAME,
          "pyiceberg",
          FRAME,
          "polars",
          """
          print(len(rows), rows['mean_repeat_value'].null_count(), rows['mean_repeat_value'].sum(),
              rows['discounted_value'].sum(), rows['as_of'].min().isoformat(),
              rows['as_of'].max().isoformat())
          """,
          "pyarrow",
          """
          import pyarrow.compute as of
          rows = rows.to_table()
          print(rows.num_rows, rows['mean_repeat_value'].null_count,
              of.sum(rows['mean_repeat_value']), of.sum(rows['discounted_value']),
              of.min(rows['as_of']).as_py().isoformat(), of.max(rows['as_of']).as_py().isoformat())
          """);

  /** What is printed is the beginning of all rows: of a frame, or of the scan of a table. */
  private static final Pattern PRINTED = Pattern.compile("print\\((.*?)(\\.head\\(20\\))?\\)$");

  private static Map<String, String> lines;
  private static String expected;

  @BeforeAll
  static void asksForTheLines() {
    SampleHome.path();
    Contract contract = ContractLoader.bundled().get(CustomerLifetimeValue.TABLE);
    try (Workspace workspace = Workspace.open(SampleHome.path(), Optional.empty(), List.of())) {
      lines =
          Ports.of(workspace).howToRead(contract, text -> text).stream()
              .collect(Collectors.toMap(l -> l.get(0) + " " + l.get(1), l -> l.get(2)));
      Row row =
          workspace
              .lake()
              .read(contract.id(), workspace.lake().mainSnapshot(contract.id()).orElseThrow())
              .selectExpr(SQL.substring("select ".length(), SQL.indexOf(" from")).split(", "))
              .first();
      expected =
          IntStream.range(0, row.length())
              .mapToObj(
                  i ->
                      row.get(i) instanceof java.sql.Timestamp instant
                          ? instant.toInstant().toString().replace("Z", "+00:00")
                          : String.valueOf(row.get(i)))
              .collect(Collectors.joining(" "));
    }
  }

  @Test
  void duckDbReadsWhatSparkPublished() throws SQLException {
    String[] line = code("parquet DuckDB").split("; ", 2);
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      statement.execute(line[0]);
      try (ResultSet rows =
          statement.executeQuery(SQL + "(" + line[1].replace(" limit 20", "") + ")")) {
        rows.next();
        assertThat(
                IntStream.rangeClosed(1, 6)
                    .mapToObj(i -> cell(rows, i))
                    .collect(Collectors.joining(" ")))
            .isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet pandas", "parquet polars", "parquet pyarrow", "table pyiceberg"})
  void pythonReadsWhatSparkPublished(String reader) throws InterruptedException {
    String line = code(reader);
    MatchResult printed =
        PRINTED.matcher(line).results().reduce((first, second) -> second).orElseThrow();
    String all = printed.group(1).replace("scan(limit=20)", "scan()");
    String library = reader.substring(reader.indexOf(' ') + 1);
    String missing = "no package " + library;

    Optional<Python.Ended> ended =
        Python.run(
            Map.of(),
            "-c",
            String.join(
                "\n",
                "import importlib.util as util",
                "if util.find_spec('" + library + "') is None: raise SystemExit('" + missing + "')",
                line,
                "rows = " + all,
                IN_PYTHON.get(library)));

    assumeTrue(
        ended.filter(e -> !e.said().contains(missing)).isPresent(),
        () -> "no Python with " + library + ": set JETBRIDGE_PYTHON");
    assertThat(ended.get().said().lines().reduce((first, second) -> second)).contains(expected);
  }

  private static String code(String reader) {
    String line = lines.get(reader);
    return line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
  }

  private static String cell(ResultSet rows, int column) {
    try {
      return rows.getObject(column) instanceof java.time.OffsetDateTime instant
          ? instant.toInstant().toString().replace("Z", "+00:00")
          : rows.getString(column);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
