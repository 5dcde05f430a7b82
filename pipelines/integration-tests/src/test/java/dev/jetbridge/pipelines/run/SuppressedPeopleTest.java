package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.ingest.SuppressedPeople;
import dev.jetbridge.pipelines.operations.NewRow;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RecordCounts;
import dev.jetbridge.pipelines.operations.RunCounts;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.pipelines.operations.SuppressedPeopleColumns;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuppressedPeopleTest extends LakeTest {
  private static final Instant AS_OF = Instant.parse("2023-01-02T00:00:00Z");

  private static final Contract GUESTS =
      ContractLoader.parse(
          """
          apiVersion: v3.1.0
          kind: DataContract
          id: shop.guests
          name: guests
          domain: shop
          version: 1.0.0
          status: active
          description: {purpose: Guests., usage: Tests., limitations: None.}
          team: {name: shop}
          servers: [{server: shop, type: local, path: './guests_*.csv', format: csv}]
          schema:
            - name: guests
              dataGranularityDescription: One row a visit.
              properties:
                - {name: visit, logicalType: integer, required: true, primaryKey: true, primaryKeyPosition: 1}
                - {name: name, logicalType: string, classification: identifier}
                - {name: email, logicalType: string, classification: identifier}
                - {name: nights, logicalType: integer, required: true}
                - {name: left_at, logicalType: timestamp, required: true, logicalTypeOptions: {timezone: true}}
          customProperties:
            - {property: productKind, value: source-aligned}
            - {property: orderColumn, value: left_at}
          """,
          "test");

  private static final String HEADER = "visit,name,email,nights,left_at\n";

  /** Dora and Eve are erased after the first file: neither file brings them back. */
  @Test
  void keepsErasedPeopleOutOfEveryIngestReplayAndRebuildAndCountsTheirRecords() {
    land(GUESTS, "guests_1.csv", HEADER + record(1, "ann", "2") + record(2, "dora", "many"));
    RunResult before = run(GUESTS, AS_OF);
    erase("Dora@Example.org", " eve@example.org ");
    land(
        GUESTS,
        "guests_2.csv",
        HEADER + record(3, "eve", "1") + record(4, "bob", "3") + record(5, "EVE", "few"));

    RunResult ingested = run(GUESTS, AS_OF.plusSeconds(1));
    RunResult replayed = runner(AS_OF.plusSeconds(2)).replay(GUESTS, landing().files(GUESTS.id()));

    assertThat(before.counts().quarantined()).isEqualTo(1);
    assertThat(ingested.counts())
        .isEqualTo(new RunCounts(1, 0, new RecordCounts(3, 1, 0, 0, 0, 2), 2));
    assertThat(replayed.counts().suppressed()).isEqualTo(1);
    assertThat(operations().quarantine(GUESTS.id()).count()).isZero();
    assertReconciled(List.of("guests_1.csv: 1 + 1", "guests_2.csv: 1 + 2"));

    RunResult rebuilt = runner(AS_OF.plusSeconds(3)).rebuild(GUESTS);

    assertThat(rebuilt.counts())
        .isEqualTo(new RunCounts(2, 0, new RecordCounts(5, 2, 0, 0, 0, 3), 2));
    assertThat(table(GUESTS).select("name").orderBy("name").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactly("ann", "bob");
    assertReconciled(List.of("guests_1.csv: 1 + 1", "guests_2.csv: 1 + 2"));
    assertThat(
            operations()
                .read(OperationsTable.RUNS)
                .filter("kind = 'rebuild'")
                .first()
                .<Long>getAs("suppressed"))
        .isEqualTo(3);
  }

  private static String record(int visit, String name, String nights) {
    return visit + "," + name + "," + name + "@example.org," + nights + ",2023-01-01T10:00:00Z\n";
  }

  private static void erase(String... emails) {
    operations()
        .append(
            OperationsTable.SUPPRESSED_PEOPLE,
            List.of(emails).stream().map(SuppressedPeopleTest::suppressed).toList());
  }

  private static NewRow suppressed(String email) {
    String token =
        lake()
            .spark()
            .range(1)
            .select(SuppressedPeople.token(settings(AS_OF).pseudonymKey(), lit(email)))
            .first()
            .getString(0);
    return new NewRow(OperationsTable.SUPPRESSED_PEOPLE)
        .with(RunKey.PRODUCT, GUESTS.id())
        .with(SuppressedPeopleColumns.TOKEN, token)
        .with(SuppressedPeopleColumns.ERASED_AT, AS_OF);
  }

  /** Of each file the records loaded and suppressed, which are all. */
  private static void assertReconciled(List<String> accounts) {
    assertThat(operations().files(GUESTS.id()).orderBy("file_name").collectAsList())
        .allSatisfy(
            row ->
                assertThat(row.<Long>getAs("records"))
                    .isEqualTo(row.<Long>getAs("loaded") + row.<Long>getAs("suppressed")))
        .extracting(
            row ->
                row.getAs("file_name")
                    + ": "
                    + row.getAs("loaded")
                    + " + "
                    + row.getAs("suppressed"))
        .isEqualTo(accounts);
  }
}
