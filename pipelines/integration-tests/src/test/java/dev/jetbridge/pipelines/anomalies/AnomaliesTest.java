package dev.jetbridge.pipelines.anomalies;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.RuleResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Days of a shop whose files are compared with those before. */
class AnomaliesTest extends LakeTest {
  private static final Instant FIRST = Instant.parse("2023-08-01T00:00:00Z");

  /** One story, since each run costs a second. */
  @Test
  void judgesByRunsThatCountAndFilesAsTheyAreNow() {
    Contract contract = orders("judged");
    for (int day = 1; day <= 5; day++) {
      RunResult ordinary = day(contract, day, 20, 0);
      assertThat(ordinary.status()).isEqualTo(RunStatus.PUBLISHED);
      assertThat(ordinary.message()).isEmpty();
    }
    assertThat(explanations(contract, 1))
        .contains(
            "rows of orders_1.csv: 20, no history yet (0 of 5 files)",
            "rows of the run: 20, no history yet (0 of 5 runs)",
            "null rate of customer: 0.0 %, no history yet (0 of 5 runs)",
            "age of the newest value of changed_at: 12.0 h, no history yet (0 of 5 runs)");

    flagsAThinDayAndForgetsItOnceWithdrawn(contract);
    refusesAThinDayUntilSomebodyAcceptsIt();
  }

  /** Which figures count after a repair is told by {@link BaselineTest}. */
  @Test
  @Tag("soak")
  void forgetsABadBatchOnceItIsRepaired() {
    Contract contract = orders("repaired");
    for (int day = 1; day <= 5; day++) {
      day(contract, day, 20, 0);
    }
    flagsABadBatchAndForgetsItOnceRepaired(contract);
  }

  private static void flagsAThinDayAndForgetsItOnceWithdrawn(Contract contract) {
    long before = lake().mainSnapshot(contract.id()).orElseThrow();
    RunResult thin = day(contract, 6, 2, 0);
    lake().rollback(contract.id(), before);

    assertThat(thin.status()).isEqualTo(RunStatus.PUBLISHED);
    assertThat(thin.message())
        .startsWith(
            "rows of orders_6.csv: 2, between 18 and 22 expected from 5 files; rows of the run: 2,"
                + " between 18 and 22 expected from 5 runs");
    assertThat(thin.report().orElseThrow().results())
        .filteredOn(r -> r.outcome() instanceof Outcome.Violated)
        .extracting(RuleResult::rule)
        .contains("anomaly_rows_of_file", "anomaly_rows");
  }

  private static void flagsABadBatchAndForgetsItOnceRepaired(Contract contract) {
    RunResult bad = day(contract, 7, 20, 8);
    LandedFile file =
        landing().files(contract.id()).stream()
            .filter(f -> f.name().equals("orders_7.csv"))
            .findFirst()
            .orElseThrow();
    landing().keepMended(contract.id(), mended(file.hash(), 8));
    RunResult replayed =
        runner(FIRST.plus(Duration.ofDays(8)).plusSeconds(1)).replay(contract, List.of(file));
    RunResult next = day(contract, 8, 20, 0);

    assertThat(bad.message())
        .startsWith(
            "quarantined share of orders_7.csv: 40.0 %, at most 2.0 % expected from 5 files");
    assertThat(replayed.counts().loaded()).isEqualTo(8);
    assertThat(replayed.message()).isEmpty();
    assertThat(next.message()).isEmpty();
    // Of the bad day the file as it is now, but not the run.
    assertThat(explanations(contract, 8))
        .contains(
            "quarantined share of orders_8.csv: 0.0 %, at most 2.0 % expected from 6 files",
            "rows of orders_8.csv: 20, between 18 and 22 expected from 6 files",
            "rows of the run: 20, between 18 and 22 expected from 5 runs");
  }

  private static void refusesAThinDayUntilSomebodyAcceptsIt() {
    Contract strict =
        orders(
            "judged",
            "{property: anomalies, value: {strategy: change, sensitivity: 0.2, severity: error}}");
    RunResult thin = day(strict, 9, 2, 0);

    assertThat(thin.status()).isEqualTo(RunStatus.REFUSED);
    assertThat(thin.message())
        .contains(
            "rule anomaly_rows_of_file observed 2, expected between 16 and 24 for orders_9.csv"
                + " from 5 files")
        .endsWith(
            "; if the figures are right: jetbridge retry " + strict.id() + " --accept-anomalies");
    assertThat(table(strict).count()).isEqualTo(100);

    RunResult accepted =
        runner(FIRST.plus(Duration.ofDays(10))).retry(List.of(strict.acceptingAnomalies())).get(0);

    assertThat(accepted.status()).isEqualTo(RunStatus.PUBLISHED);
    // With it comes the thin day that was withdrawn.
    assertThat(accepted.message())
        .contains("; rows of orders_9.csv: 2, between 16 and 24 expected");
    assertThat(table(strict).count()).isEqualTo(104);
  }

  /** A merge observes nothing: what it changes is measured apart. */
  @Test
  void measuresTheRowsThatAMergeWrites() {
    Contract contract = orders("merged");
    String header = "id,customer,amount,action,changed_at\n";
    land(
        contract,
        "orders_1.csv",
        header + "1,a,1.00,U,2023-08-01T00:00:00Z\n2,b,1.00,U,2023-08-01T00:00:00Z\n");
    run(contract, FIRST);
    land(
        contract,
        "orders_2.csv",
        header + "2,,2.00,U,2023-08-02T00:00:00Z\n3,,2.00,,2023-08-01T12:00:00Z\n");
    run(contract, FIRST.plus(Duration.ofDays(2)));

    assertThat(explanations(contract, 1))
        .contains(
            "null rate of customer: 100.0 %, no history yet (1 of 5 runs)",
            "null rate of action: 50.0 %, no history yet (1 of 5 runs)",
            "distinct share of amount: 50.0 %, no history yet (1 of 5 runs)",
            "age of the newest value of changed_at: 24.0 h, no history yet (1 of 5 runs)");
  }

  private static byte[] mended(String hash, int records) {
    return IntStream.rangeClosed(1, records)
        .mapToObj(
            i ->
                "{\"file_hash\":\"%s\",\"record_number\":%d,".formatted(hash, i)
                    + "\"mended_at\":\"2023-09-01T00:00:00Z\",\"values\":{\"id\":\"%d\",\"amount\":\"1.00\",\"changed_at\":\"2023-08-08T12:00:00Z\"}}\n"
                        .formatted(6999 + i))
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A day's file at noon; of its orders some have no amount, and are quarantined. */
  private static RunResult day(Contract contract, int day, int orders, int bad) {
    Instant noon = FIRST.plus(Duration.ofDays(day)).plus(Duration.ofHours(12));
    String rows =
        IntStream.range(0, orders)
            .mapToObj(
                i ->
                    (day * 1000 + i)
                        + ",c"
                        + i
                        + ","
                        + (i < bad ? "" : i + ".00")
                        + ",U,"
                        + noon
                        + "\n")
            .collect(Collectors.joining());
    land(contract, "orders_" + day + ".csv", "id,customer,amount,action,changed_at\n" + rows);
    return run(contract, FIRST.plus(Duration.ofDays(day + 1)));
  }

  private static List<String> explanations(Contract contract, int day) {
    return operations()
        .read(OperationsTable.METRICS)
        .filter(col("product").equalTo(contract.id().toString()))
        .filter(col("as_of").equalTo(java.sql.Timestamp.from(FIRST.plus(Duration.ofDays(day + 1)))))
        .select("explanation")
        .collectAsList()
        .stream()
        .map(r -> r.getString(0))
        .toList();
  }
}
