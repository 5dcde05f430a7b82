package dev.jetbridge.pipelines.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.LakeTest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricSqlTest extends LakeTest {
  private static final String ROWS =
      "(select 1 as a, 3 as b, cast(10.01 as decimal(12,2)) as m, 'x' as s"
          + " union all select 1, 0, null, 'y' union all select 5, 0, -2.50, 'x')";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          sum(a) | "sum(""a"")"
          COUNT(*) | "count(1)"
          count(distinct s) | "count(distinct ""s"")"
          sum(case when s = 'x' then a else 0 end) | "sum(case when (""s"" = 'x') then ""a"" else 0 end)"
          sum(a) - 2 * sum(b) | "(sum(""a"") - (2 * sum(""b"")))"
          sum(case when not (a > 1 and b is null) then 1 end) | "sum(case when (not ((""a"" > 1) and (""b"" is null))) then 1 end)"
          """)
  void writesTheSharedPartOfSql(String expression, String sql) {
    assertThat(sql(expression)).isEqualTo(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sum(a) / sum(b)",
        "sum(b) / sum(a)",
        "sum(m) / count(*)",
        "sum(a) / (sum(b) - 3)",
        "avg(a)",
        "avg(m)",
        "100 * sum(case when s = 'x' then 1 else 0 end) / count(s)",
        "max(a) - min(b)",
        "- sum(m)",
        "count(distinct s) / 3",
        "coalesce(sum(m) / nullif(sum(b), 3), 0.5)"
      })
  void meansTheSameInEveryEngine(String expression) throws SQLException {
    BigDecimal expected =
        rounded(
            lake()
                .spark()
                .sql("select cast(" + expression + " as decimal(28,12)) from " + ROWS)
                .first()
                .getDecimal(0));
    String query = "select " + sql(expression) + " from " + ROWS + " as rows_of_three";

    try (Connection redshift = WarehouseServer.start().connect();
        Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      assertThat(one(redshift, query)).isEqualTo(expected);
      assertThat(one(duck, query)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          percentile(a, 0.5) | percentile
          sum(a) filter (where b > 0) | filter (where …)
          sum(a) div 2 | div
          stddev(a) | stddev
          """)
  void refusesWhatEnginesDoNotShare(String expression, String what) {
    assertThatThrownBy(() -> sql(expression))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessageStartingWith(
            "Cannot make a view of metric it of mart.sales: "
                + what
                + " does not mean the same in every engine (known: avg, abs, coalesce, count,");
  }

  @Test
  void keepsQuotesInText() {
    assertThat(sql("sum(case when s = \"it's\" then 1 end)")).contains("'it''s'");
  }

  /**
   * In Redshift a backslash escapes ("QUOTE_LITERAL function" of its guide doubles them), in the
   * others it does not.
   */
  @Test
  void keepsBackslashesInText() throws SQLException {
    String query =
        "select max(" + sql("case when a = 1 then 'x\\\\y\\'s' end") + ") from " + ROWS + " as t";

    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      assertThat(result.getString(1)).isEqualTo("x\\y's");
    }
    assertThat(query).contains("('x' || chr(92) || 'y''s')");
    assertThat(SqlText.literal("a\\b")).isEqualTo("'a\\\\b'");
  }

  private static String sql(String expression) {
    return MetricSql.of(
        ProductId.parse("mart.sales"), new Contract.Metric("it", expression, "", ""));
  }

  private static BigDecimal one(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return rounded(result.getBigDecimal(1));
    }
  }

  private static BigDecimal rounded(BigDecimal value) {
    return value == null ? null : value.setScale(6, RoundingMode.HALF_UP);
  }
}
