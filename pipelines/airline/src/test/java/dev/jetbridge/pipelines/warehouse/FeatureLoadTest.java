package dev.jetbridge.pipelines.warehouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.features.FeatureProducts;
import dev.jetbridge.pipelines.ports.ParquetPort;
import dev.jetbridge.pipelines.ports.PortManifest;
import dev.jetbridge.pipelines.ports.Publication;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features of several instants in the warehouse: all of them, and the newest of each entity. */
class FeatureLoadTest extends LakeTest {
  private static final Instant JUNE = Instant.parse("2023-06-30T23:59:59.999999Z");
  private static final Instant JULY = Instant.parse("2023-07-31T23:59:59.999999Z");
  private static final Contract CONTRACT =
      FeatureProducts.warehoused("feature.loaded", "{name: seen_at, logicalType: timestamp}");

  private static final String ROWS =
      "select person_id, cast(as_of as varchar(40)), flights, spent, cast(upgraded as int),"
          + " cast(seen_at as varchar(40)) from %s order by person_id, as_of";
  private static final String MEASURES =
      "select count(*), count(flights), sum(flights), count(spent), sum(spent),"
          + " sum(cast(upgraded as int)), count(seen_at), cast(max(seen_at) as varchar(40)),"
          + " cast(min(as_of) as varchar(40)) from %s";
  private static final String LATEST =
      "(select * from published natural join"
          + " (select person_id, max(as_of) as as_of from published group by person_id))";

  @TempDir private Path root;

  private final List<Long> copied = new ArrayList<>();

  @Test
  void historyAndTheNewestRecordsAreThoseOfSparkAndOnlyWhatIsNewIsLoaded() throws Exception {
    publish(JUNE, "'P1', %s, 1, 2.50, true, null", "'P2', %s, 2, null, null, %s");
    publish(JULY, "'P1', %s, 3, 10.25, false, %s", "'P3', %s, null, 0.10, true, null");
    List<String> before = written();
    publish(AS_OF, "'P1', %s, null, null, null, null", "'P3', %s, 4, 7.00, false, %s");

    assertThat(copied).containsExactly(2L, 2L, 2L);
    assertThat(written()).containsAll(before).hasSize(6);
    assertSameAsInSpark(MEASURES);
    assertSameAsInSpark(ROWS);
    assertThat(WarehouseServer.start().lines(ROWS.formatted("feature.loaded_latest")))
        .containsExactly(
            "P1|2023-08-31 23:59:59.999999|null|null|null|null",
            "P2|2023-06-30 23:59:59.999999|2|null|null|2023-06-30 23:59:59.999999",
            "P3|2023-08-31 23:59:59.999999|4|7.00|0|2023-08-31 23:59:59.999999");

    // An instant that is made once more may have lost rows, so all files are compared.
    publish(JULY, "'P1', %s, 3, 10.25, false, %s", "'P4', %s, 1, 1.00, true, null");

    assertThat(copied).containsExactly(2L, 2L, 2L, 6L);
    assertThat(written()).containsAll(before.subList(0, 3)).hasSize(6);

    // So are they when the table is not as it was left.
    try (Connection connection = WarehouseServer.start().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("delete from feature.loaded where person_id = 'P2'");
    }
    publish(AS_OF.plusSeconds(86_400), "'P2', %s, 1, 3.00, true, null");

    assertThat(copied).containsExactly(2L, 2L, 2L, 6L, 7L);
    assertSameAsInSpark(ROWS);
  }

  /** Publishes records, serves them as Parquet and loads that. */
  private void publish(Instant asOf, String... records) throws SQLException {
    String[] rows = new String[records.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = "(" + records[i].replace("%s", "timestamp'" + asOf + "'") + ")";
    }
    FeatureProducts.publish(lake(), CONTRACT, asOf, rows);
    ParquetPort port = new ParquetPort(lake(), DomainFolders.at(root.toString()));
    port.publish(Publication.of(lake(), CONTRACT).orElseThrow());
    PortManifest manifest = port.current(CONTRACT.id()).orElseThrow();
    WarehouseDialect counting =
        new WarehouseDialect() {
          private final WarehouseDialect counterpart = WarehouseServer.start();

          @Override
          public String tableOptions(Contract contract) {
            return counterpart.tableOptions(contract);
          }

          @Override
          public void copy(Connection connection, String staging, PortVersion version)
              throws SQLException {
            copied.add(version.manifest().rows());
            counterpart.copy(connection, staging, version);
          }
        };
    try (Connection connection = WarehouseServer.start().connect(WarehouseServer.LOADER);
        Warehouse warehouse = new Warehouse(connection, counting, "test", port::version)) {
      assertThat(warehouse.load(CONTRACT, manifest, port.folder(CONTRACT.id()))).isTrue();
    }
  }

  private static void assertSameAsInSpark(String query) throws SQLException {
    table(CONTRACT).createOrReplaceTempView("published");
    assertThat(WarehouseServer.start().lines(query.formatted("feature.loaded")))
        .isEqualTo(spark(query.formatted("published")));
    assertThat(WarehouseServer.start().lines(query.formatted("feature.loaded_latest")))
        .isEqualTo(spark(query.formatted(LATEST)));
  }

  private static List<String> spark(String query) {
    return lake().spark().sql(query).collectAsList().stream().map(FeatureLoadTest::line).toList();
  }

  private static String line(Row row) {
    return IntStream.range(0, row.length())
        .mapToObj(i -> String.valueOf(row.get(i)))
        .collect(Collectors.joining("|"));
  }

  /** Which transaction wrote each row, where, oldest instant first. */
  private static List<String> written() throws SQLException {
    return WarehouseServer.start()
        .lines("select as_of, person_id, xmin, ctid from feature.loaded order by 1, 2");
  }
}
