package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.LakeTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Several runs of one product at once, each with eyes of its own on the catalog. */
class ConcurrentRunsTest extends LakeTest {
  private static final int RUNS = 3;

  @Test
  void countsEveryFileOnceWhenRunsMeet() throws Exception {
    Contract contract = ordersIn("crowded", "orders_*.csv", "csv");
    Contract appended = visits();
    land(contract, "orders_0.csv", file(0));
    land(appended, "visits_0.csv", visit(0));
    run(contract, AS_OF);
    run(appended, AS_OF);
    List<Callable<List<RunResult>>> runs = new ArrayList<>();
    for (int i = 1; i <= RUNS; i++) {
      int number = i;
      runs.add(
          () -> {
            land(contract, "orders_" + number + ".csv", file(number));
            land(appended, "visits_" + number + ".csv", visit(number));
            return runner(AS_OF.plusSeconds(number)).run(List.of(contract, appended));
          });
    }

    List<RunResult> results = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(RUNS);
    try {
      for (Future<List<RunResult>> run : pool.invokeAll(runs, 3, TimeUnit.MINUTES)) {
        results.addAll(run.get());
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(results).allMatch(RunResult::usable);
    for (Contract each : List.of(contract, appended)) {
      assertThat(table(each).count()).isEqualTo(2 * (RUNS + 1));
      Row sums =
          operations()
              .files(each.id())
              .agg(sum("records"), sum("loaded"), sum("quarantined"))
              .first();
      assertThat(sums.getLong(0)).isEqualTo(3 * (RUNS + 1));
      assertThat(sums.getLong(1)).isEqualTo(2 * (RUNS + 1));
      assertThat(sums.getLong(2)).isEqualTo(RUNS + 1);
      assertThat(operations().quarantine(each.id()).count()).isEqualTo(RUNS + 1);
      assertThat(table(each).groupBy("changed_in").count().filter(col("changed_in").lt(1)).count())
          .isZero();
      assertThat(lake().table(each.id()).refs()).containsOnlyKeys("main");
    }
  }

  private static String file(int number) {
    String at = ",U,2023-01-01T10:00:00Z\n";
    return "id,customer,amount,action,changed_at\n"
        + (number * 10 + 1)
        + ",a,1.00"
        + at
        + (number * 10 + 2)
        + ",b,1.00"
        + at
        + (number * 10 + 3)
        + ",c,much"
        + at;
  }

  private static String visit(int number) {
    return "place,guests\np%d,1\nq%d,2\nr%d,many\n".formatted(number, number, number);
  }

  /** A product without a key: a row that is loaded twice stays twice. */
  private static Contract visits() {
    return dev.jetbridge.contracts.mesh.ContractLoader.parse(
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: shop.visits
        name: visits
        domain: shop
        version: 1.0.0
        status: active
        servers:
          - {server: shop, type: local, path: ./visits_*.csv, format: csv}
        schema:
          - name: visits
            properties:
              - {name: place, logicalType: string, required: true}
              - {name: guests, logicalType: integer, required: true}
        customProperties:
          - {property: productKind, value: source-aligned}
          - {property: writeMode, value: append}
        """,
        "test");
  }
}
