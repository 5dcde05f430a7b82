package dev.jetbridge.pipelines.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.servers.redshift.Cut;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads through the Redshift driver into its counterpart. */
class WarehouseTest extends LakeTest {
  private static final List<Row> FIRST =
      List.of(
          Sales.row("2023-08-01", "Dubai", 2, "10.00"),
          Sales.row("2023-08-01", "London", 3, "20.50"),
          Sales.nulls("2023-08-02", "Dubai", 4));
  private static final List<Row> SECOND =
      List.of(
          Sales.row("2023-08-01", "Dubai", 2, "10.00"),
          Sales.nulls("2023-08-02", "Dubai", 5),
          Sales.row("2023-08-03", "Paris", 1, "7.25"));
  private static final List<String> FIRST_LINES =
      List.of("2023-08-01|Dubai|2|10.00", "2023-08-01|London|3|20.50", "2023-08-02|Dubai|4|null");
  private static final List<String> SECOND_LINES =
      List.of("2023-08-01|Dubai|2|10.00", "2023-08-02|Dubai|5|null", "2023-08-03|Paris|1|7.25");

  private static WarehouseServer server;

  @TempDir private static Path folder;

  @BeforeAll
  static void starts() {
    server = WarehouseServer.start();
    Contract contract = Sales.contract("any");
    Sales.write(lake().spark(), contract, folder, 1, FIRST);
    Sales.write(lake().spark(), contract, folder, 2, SECOND);
    Sales.write(lake().spark(), contract, folder, 3, List.of(FIRST.get(0), FIRST.get(0)));
    List<Row> noted = SECOND.stream().map(r -> Sales.with(r, "noted")).toList();
    Sales.write(lake().spark(), Sales.wider("any"), folder, 4, noted);
  }

  /** The version of a contract that has these rows. */
  private static PortVersion first(Contract contract) throws IOException {
    return Sales.version(contract, folder, 1, FIRST.size());
  }

  private static PortVersion second(Contract contract) throws IOException {
    return Sales.version(contract, folder, 2, SECOND.size());
  }

  @Test
  void loadsEveryTypeAndNull() throws Exception {
    load(first(Sales.contract("types")));

    assertThat(
            lines(
                "select \"user\", clicks, score, open, changed_at from mart.types"
                    + " order by day, shop"))
        .containsExactly(
            "Ann|5000000000|0.1|t|2023-08-31 23:59:59.123456",
            "Ann|5000000000|0.1|t|2023-08-31 23:59:59.123456",
            "null|null|null|null|null");
    assertThat(rows("types")).isEqualTo(FIRST_LINES);
    assertThat(
            lines(
                "select column_name, data_type, is_nullable from information_schema.columns"
                    + " where table_name = 'types' order by ordinal_position"))
        .containsExactly(
            "day|date|NO",
            "shop|character varying|NO",
            "user|character varying|YES",
            "items|integer|NO",
            "clicks|bigint|YES",
            "amount|numeric|YES",
            "score|double precision|YES",
            "open|boolean|YES",
            "changed_at|timestamp without time zone|YES");
    assertThat(lines("select obj_description('mart.types'::regclass)"))
        .containsExactly("It's sales. One row a day and shop.");
    assertThat(lines("select col_description('mart.types'::regclass, 2)"))
        .containsExactly("The shop's name.");
  }

  @Test
  void theSameVersionAgainWritesNothing() throws Exception {
    PortVersion version = first(Sales.contract("again"));
    load(version);
    List<String> before = written("again");

    assertThat(load(version)).isFalse();

    assertThat(written("again")).isEqualTo(before);
  }

  @Test
  void aNewVersionWritesTheRowsThatDifferOnly() throws Exception {
    Contract contract = Sales.contract("differ");
    load(first(contract));
    List<String> before =
        lines("select xmin from mart.differ where day = '2023-08-01' and shop = 'Dubai'");

    assertThat(load(second(contract))).isTrue();

    assertThat(rows("differ")).isEqualTo(SECOND_LINES);
    assertThat(lines("select xmin from mart.differ where day = '2023-08-01' and shop = 'Dubai'"))
        .isEqualTo(before);
    assertThat(ledger(contract)).containsExactly("1|3|f", "2|3|t");
  }

  @Test
  void anEarlierVersionCanComeBack() throws Exception {
    Contract contract = Sales.contract("back");
    PortVersion first = first(contract);
    load(first);
    load(second(contract));

    assertThat(load(first)).isTrue();

    assertThat(rows("back")).isEqualTo(FIRST_LINES);
    assertThat(ledger(contract)).containsExactly("1|3|t", "2|3|f");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TEMPORARY TABLE",
        "COPY \"jetbridge_staging\"",
        "DELETE FROM \"mart\"",
        "MERGE INTO",
        "SET \"is_current\" = false",
        "COMMIT"
      })
  void aWarehouseThatDiesInTheMiddleKeepsTheOldRows(String statement) throws Exception {
    String name = "dies_at_" + statement.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
    Contract contract = Sales.contract(name);
    load(first(contract));
    PortVersion second = second(contract);

    server.cut(new Cut(statement, false));

    assertThatThrownBy(() -> load(second))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL))
        .hasMessageStartingWith("Cannot load mart." + name + " into the warehouse test: ")
        .hasMessageContaining("run again");
    assertThat(rows(name)).isEqualTo(FIRST_LINES);
    assertThat(ledger(contract)).containsExactly("1|3|t");
    assertThat(load(second)).isTrue();
    assertThat(rows(name)).isEqualTo(SECOND_LINES);
  }

  @Test
  void aCommitWhoseAnswerIsLostIsLoadedOnce() throws Exception {
    Contract contract = Sales.contract("answer");
    load(first(contract));
    PortVersion second = second(contract);

    server.cut(new Cut("COMMIT", true));

    assertThatThrownBy(() -> load(second))
        .isInstanceOf(JetbridgeException.class)
        .hasMessageContaining("whether the load was committed is not known, run again");
    assertThat(rows("answer")).isEqualTo(SECOND_LINES);
    assertThat(load(second)).isFalse();
  }

  @Test
  void aFirstLoadThatDiesLeavesNothing() throws Exception {
    load(first(Sales.contract("makes_the_ledger")));
    Contract contract = Sales.contract("first");
    PortVersion version = first(contract);

    server.cut(new Cut("MERGE INTO", false));

    assertThatThrownBy(() -> load(version)).isInstanceOf(JetbridgeException.class);
    assertThat(lines("select 1 from information_schema.tables where table_name = 'first'"))
        .isEmpty();
    assertThat(load(version)).isTrue();
    assertThat(rows("first")).isEqualTo(FIRST_LINES);
  }

  @Test
  void refusesFilesWithOtherRowsThanTheManifestSays() throws Exception {
    Contract contract = Sales.contract("short");
    load(first(contract));
    PortVersion wrong = Sales.version(contract, folder, 2, 4);

    assertThatThrownBy(() -> load(wrong))
        .hasMessage(
            "Cannot load mart.short into the warehouse test: it copied 3 rows, version v2 has 4;"
                + " the table is as before");
    assertThat(rows("short")).isEqualTo(FIRST_LINES);
  }

  @Test
  void refusesFilesOfAnotherContract() throws Exception {
    PortVersion version = first(Sales.contract("other"));
    PortVersion other = new PortVersion(Sales.wider("other"), version.manifest(), version.folder());

    assertThatThrownBy(() -> load(other))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.CONFIG))
        .hasMessageStartingWith("Cannot load mart.other into the warehouse: version v1 of")
        .hasMessageContaining("changed_at], contract 1.0.0 has [")
        .hasMessageEndingWith("run the product first");
  }

  @Test
  void makesTheTableAnewWhenTheContractGivesItAnotherShape() throws Exception {
    load(first(Sales.contract("wider")));
    assertThat(load(Sales.version(Sales.wider("wider"), folder, 4, 3))).isTrue();

    assertThat(rows("wider")).isEqualTo(SECOND_LINES);
    assertThat(lines("select distinct note from mart.wider")).containsExactly("noted");
    assertThat(
            lines(
                "select mean_amount::decimal(9,2) from mart.wider_metrics where shop is null"
                    + " order by day"))
        .containsExactly("5.00", "null", "7.25");
  }

  @Test
  void aNewMetricReplacesTheViewAndLeavesTheTable() throws Exception {
    load(first(Sales.contract("metric")));
    List<String> before =
        lines("select 'mart.metric'::regclass::oid, max(xmin::text) from mart.metric");
    Contract more =
        Sales.measuredBy(
            "metric",
            "{name: items_sold, expression: 'sum(items)', description: Items., unit: items}");

    assertThat(load(first(more))).isTrue();

    assertThat(lines("select day, shop, items_sold from mart.metric_metrics order by 1, 2"))
        .containsExactly(
            "2023-08-01|Dubai|2",
            "2023-08-01|London|3",
            "2023-08-01|null|5",
            "2023-08-02|Dubai|4",
            "2023-08-02|null|4");
    assertThat(lines("select 'mart.metric'::regclass::oid, max(xmin::text) from mart.metric"))
        .isEqualTo(before);
  }

  @Test
  void aDependentViewOfSomebodyElseStopsAnotherShape() throws Exception {
    load(first(Sales.contract("depended")));
    execute("create view mart.dashboard as select day from mart.depended");
    PortVersion wider = Sales.version(Sales.wider("depended"), folder, 4, 3);

    assertThatThrownBy(() -> load(wider))
        .hasMessage(
            "Cannot load mart.depended into the warehouse test: ERROR: cannot drop table"
                + " mart.depended because other objects depend on it (SQLSTATE 2BP01); the table is"
                + " as before, run again");
    assertThat(rows("depended")).isEqualTo(FIRST_LINES);
    assertThat(lines("select count(*) from mart.depended_metrics")).containsExactly("5");
  }

  @Test
  void tellsOfARefusalWithoutValuesOfRows() throws Exception {
    execute("drop role if exists reader");
    execute("create role reader login");
    PortVersion version = first(Sales.contract("refused"));
    load(first(Sales.contract("makes_the_ledger_too")));

    try (Connection reader = server.connect("reader");
        Warehouse warehouse = warehouse(reader)) {
      assertThatThrownBy(
              () -> warehouse.load(version.contract(), version.manifest(), version.folder()))
          .isInstanceOfSatisfying(
              JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL))
          .hasMessageMatching(
              "Cannot load mart.refused into the warehouse test: ERROR: permission denied for"
                  + " (database|schema|table) \\w+ \\(SQLSTATE 42501\\); the table is as before,"
                  + " run again");
    }
  }

  @Test
  void aDuplicateKeyIsRefusedWithoutItsValues() throws Exception {
    Contract contract = Sales.contract("twice");
    PortVersion twice = Sales.version(contract, folder, 3, 2);

    assertThatThrownBy(() -> load(twice))
        .hasMessageStartingWith("Cannot load mart.twice into the warehouse test: ERROR: duplicate")
        .hasMessageNotContaining("Dubai");
  }

  @Test
  void aFileThatIsNotOnS3KeepsTheOldRows() throws Exception {
    Contract contract = Sales.contract("missing");
    load(first(contract));
    PortVersion second = second(contract);
    PortVersion elsewhere = new PortVersion(contract, second.manifest(), folder + "/none");

    assertThatThrownBy(() -> load(elsewhere))
        .hasMessage(
            "Cannot load mart.missing into the warehouse test: ERROR: The specified key does not"
                + " exist., Status 404, Error NoSuchKey (SQLSTATE XX000); the table is as before,"
                + " run again");
    assertThat(rows("missing")).isEqualTo(FIRST_LINES);
    assertThat(load(second)).isTrue();
  }

  @Test
  void tellsOfAPasswordThatIsRefused() {
    assertThatThrownBy(() -> server.connect(WarehouseServer.LOADER, () -> new Secret("wrong")))
        .isInstanceOfSatisfying(
            JetbridgeException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.EXTERNAL))
        .hasMessageContaining("password authentication failed for user \"jetbridge_loader\"")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void loadersAtTheSameTimeLoadOnce() throws Exception {
    load(first(Sales.contract("starts_the_ledger")));
    PortVersion version = first(Sales.contract("together"));
    Callable<Boolean> loading = () -> load(version);
    ExecutorService pool = Executors.newFixedThreadPool(3);
    List<Boolean> changed = new ArrayList<>();
    try {
      for (var future : pool.invokeAll(List.of(loading, loading, loading))) {
        changed.add(future.get());
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(changed).containsExactlyInAnyOrder(true, false, false);
    assertThat(rows("together")).isEqualTo(FIRST_LINES);
    assertThat(ledger(version.contract())).containsExactly("1|3|t");
  }

  private static boolean load(PortVersion version) throws SQLException {
    try (Connection connection = server.connect(WarehouseServer.LOADER);
        Warehouse warehouse = warehouse(connection)) {
      return warehouse.load(version.contract(), version.manifest(), version.folder());
    }
  }

  private static Warehouse warehouse(Connection connection) {
    return new Warehouse(connection, server, "test", (product, snapshot) -> Optional.empty());
  }

  private static List<String> rows(String table) throws SQLException {
    return lines("select day, shop, items, amount from mart." + table + " order by day, shop");
  }

  private static List<String> ledger(Contract contract) throws SQLException {
    return lines(
        "select snapshot, row_count, is_current from jetbridge.loads where product = '"
            + contract.id()
            + "' order by snapshot");
  }

  /** Which transactions wrote the rows and the ledger of a product, and which object it is. */
  private static List<String> written(String table) throws SQLException {
    List<String> written = lines("select xmin, ctid from mart." + table + " order by 2");
    written.addAll(
        lines("select xmin, ctid from jetbridge.loads where product = 'mart." + table + "'"));
    written.addAll(lines("select 'mart." + table + "_metrics'::regclass::oid"));
    return written;
  }

  private static List<String> lines(String query) throws SQLException {
    return server.lines(query);
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
