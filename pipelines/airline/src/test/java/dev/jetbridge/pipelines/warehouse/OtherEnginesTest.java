package dev.jetbridge.pipelines.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.SampleHome;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Spark published, read by DuckDB from the Parquet ports and by the warehouse. */
class OtherEnginesTest {
  private static Lake lake;
  private static Connection duck;
  private static Connection warehouse;

  @BeforeAll
  static void opens() throws SQLException {
    LakeTest.lake();
    lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(SampleHome.path())));
    duck = SamplePorts.duckDb();
    warehouse = SamplePorts.warehouse();
  }

  @AfterAll
  static void closes() throws SQLException {
    if (duck != null) {
      duck.close();
    }
    if (warehouse != null) {
      warehouse.close();
    }
  }

  static Stream<Contract> parquet() {
    return SamplePorts.with(OutputPort.PARQUET).stream();
  }

  static Stream<Contract> warehoused() {
    return SamplePorts.with(OutputPort.WAREHOUSE).stream();
  }

  static Stream<Contract> measured() {
    return warehoused().filter(c -> !c.metrics().isEmpty());
  }

  static Stream<Contract> features() {
    return SamplePorts.with(OutputPort.FEATURE_GROUP).stream();
  }

  @ParameterizedTest
  @MethodSource("parquet")
  void duckDbReadsEveryRowWithItsTypes(Contract contract) throws SQLException {
    String table = SqlText.table(contract.id());

    assertThat(rows(duck, "select * from " + table))
        .isNotEmpty()
        .isEqualTo(rows(published(contract).collectAsList()));
    assertThat(types(duck, table))
        .isEqualTo(contract.columns().stream().map(c -> duckType(c.type())).toList());
  }

  @ParameterizedTest
  @MethodSource("parquet")
  void duckDbCountsAndSumsAsSparkDoes(Contract contract) throws SQLException {
    String query = measures(contract);
    published(contract).createOrReplaceTempView("published");

    Row expected = lake.spark().sql(query + " from published").first();

    try (Statement statement = duck.createStatement();
        ResultSet found = statement.executeQuery(query + " from " + SqlText.table(contract.id()))) {
      assertThat(found.next()).isTrue();
      for (int i = 0; i < expected.length(); i++) {
        String measure = found.getMetaData().getColumnLabel(i + 1) + " of " + contract.id();
        if (expected.get(i) instanceof Double sum) {
          assertThat(found.getDouble(i + 1))
              .as(measure)
              .isCloseTo(sum, within(1e-9 * Math.max(1, Math.abs(sum))));
        } else {
          assertThat(text(found.getObject(i + 1))).as(measure).isEqualTo(text(expected.get(i)));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("warehoused")
  void theWarehouseHoldsEveryRow(Contract contract) throws SQLException {
    assertThat(rows(warehouse, "select * from " + SqlText.table(contract.id())))
        .isNotEmpty()
        .isEqualTo(rows(published(contract).collectAsList()));
  }

  @ParameterizedTest
  @MethodSource("features")
  void theNewestRecordsAreThoseOfSpark(Contract contract) throws SQLException {
    published(contract).createOrReplaceTempView("published");
    List<String> expected =
        rows(
            lake.spark()
                .sql(
                    "select newest.* from (select max_by(struct(*), as_of) as newest from published"
                        + " group by person_id)")
                .collectAsList());
    String newest = "select * from " + new LatestView(contract).name();

    assertThat(rows(warehouse, newest)).isNotEmpty().isEqualTo(expected);
    assertThat(rows(duck, newest)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("measured")
  void metricsAreWhatSparkMakesOfTheContract(Contract contract) throws SQLException {
    published(contract).createOrReplaceTempView("published");
    List<String> keys = contract.key().stream().map(Column::name).toList();
    String metrics =
        contract.metrics().stream()
            .map(m -> "cast(" + m.expression() + " as decimal(28,12)) as " + m.name())
            .collect(Collectors.joining(", "));
    List<Row> expected =
        lake.spark()
            .sql(
                "select "
                    + String.join(", ", keys)
                    + ", "
                    + metrics
                    + " from published group by month, cube ("
                    + String.join(", ", keys.subList(1, keys.size()))
                    + ")")
            .collectAsList();

    String view = new MetricView(contract).name();
    int first = keys.size();
    assertMetrics(duck, view, expected, first);
    assertMetrics(warehouse, view, expected, first);
  }

  private static void assertMetrics(
      Connection connection, String view, List<Row> expected, int firstMetric) throws SQLException {
    List<Object[]> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select * from " + view)) {
      while (rows.next()) {
        Object[] row = new Object[rows.getMetaData().getColumnCount()];
        for (int i = 0; i < row.length; i++) {
          row[i] = i < firstMetric ? rows.getObject(i + 1) : rows.getBigDecimal(i + 1);
        }
        found.add(row);
      }
    }
    List<Object[]> wanted =
        expected.stream()
            .map(r -> Stream.iterate(0, i -> i + 1).limit(r.length()).map(r::get).toArray())
            .toList();
    assertThat(sorted(found, firstMetric)).isEqualTo(sorted(wanted, firstMetric));
  }

  /** Keys and metrics as text; a ratio counts to five decimals. */
  private static List<String> sorted(List<Object[]> rows, int firstMetric) {
    return rows.stream()
        .map(
            row -> {
              List<String> cells = new ArrayList<>();
              for (int i = 0; i < row.length; i++) {
                cells.add(
                    i < firstMetric || row[i] == null
                        ? text(row[i])
                        : String.format(Locale.ROOT, "%.5f", ((BigDecimal) row[i]).doubleValue()));
              }
              return String.join("|", cells);
            })
        .sorted()
        .toList();
  }

  private static Dataset<Row> published(Contract contract) {
    long snapshot = Long.parseLong(SamplePorts.version(contract).manifest().snapshot());
    return lake.read(contract.id(), snapshot)
        .select(
            contract.columns().stream()
                .map(c -> org.apache.spark.sql.functions.col(c.name()))
                .toArray(org.apache.spark.sql.Column[]::new));
  }

  /** Counts of all and of what is not null, the ends, sums of numbers. */
  private static String measures(Contract contract) {
    List<String> measures = new ArrayList<>(List.of("count(*) as counted"));
    for (Column column : contract.columns()) {
      String name = column.name();
      measures.add("count(" + name + ") as known_" + name);
      measures.add("min(" + name + ") as least_" + name);
      measures.add("max(" + name + ") as greatest_" + name);
      if (column.type() instanceof NumericType) {
        measures.add("sum(" + name + ") as sum_" + name);
      }
    }
    return "select " + String.join(", ", measures);
  }

  private static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          cells.add(text(rows.getObject(i)));
        }
        lines.add(String.join("|", cells));
      }
    }
    return lines.stream().sorted().toList();
  }

  private static List<String> rows(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    for (Row row : rows) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        cells.add(text(row.get(i)));
      }
      lines.add(String.join("|", cells));
    }
    return lines.stream().sorted().toList();
  }

  /** A value as text, alike for every driver: instants in UTC, decimals with their scale. */
  private static String text(Object value) {
    if (value instanceof OffsetDateTime instant) {
      return instant.toInstant().toString();
    }
    if (value instanceof java.sql.Timestamp instant) {
      return instant.toInstant().toString();
    }
    return value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value);
  }

  private static List<String> types(Connection connection, String table) throws SQLException {
    List<String> types = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("describe " + table)) {
      while (rows.next()) {
        types.add(rows.getString("column_type"));
      }
    }
    return types;
  }

  private static String duckType(DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return "VARCHAR";
    }
    if (type.equals(DataTypes.TimestampType)) {
      return "TIMESTAMP WITH TIME ZONE";
    }
    return type.equals(DataTypes.IntegerType)
        ? "INTEGER"
        : type.simpleString().toUpperCase(Locale.ROOT);
  }
}
