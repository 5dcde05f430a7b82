package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.compile.Transformations;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.lake.DyingLake;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.PublishedTogether;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.registry.IcebergTables;
import dev.jetbridge.registry.ProvenanceColumns;
import dev.jetbridge.registry.TableDefinition;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GroupPublicationTest extends LakeTest {
  /** The branches of three members are opened, then the first of them is published. */
  private static final int FIRST_PUBLISHED = 4;

  @Test
  void publishesAllOrNothing() throws Exception {
    GroupedOrders grouped = new GroupedOrders(orders("grouped"));
    source(grouped, 1);
    assertThat(statuses(runner(grouped, lake(), 1).run(grouped.group())))
        .containsExactly(RunStatus.PUBLISHED, RunStatus.PUBLISHED, RunStatus.PUBLISHED);
    assertThat(grouped.made).hasValue(1);
    assertThat(mains(grouped)).containsExactly(1, 1, 1);

    source(grouped, 2);
    List<RunResult> results = failing(grouped).run(grouped.group());
    assertThat(statuses(results))
        .containsExactly(RunStatus.BLOCKED, RunStatus.FAILED, RunStatus.BLOCKED);
    assertThat(results.get(0).message())
        .isEqualTo("the group orders is published together, and shop.grouped_invoices failed");
    assertThat(mains(grouped)).containsExactly(1, 1, 1);

    Predicate<List<String>> published =
        s -> Collections.frequency(s, "committed") == FIRST_PUBLISHED;
    kill(grouped, published, 2);
    assertThat(mains(grouped)).containsExactly(2, 1, 1);
    assertThat(readTogether(grouped)).containsExactly(2, 2, 2);
    // A compaction in between changes no row.
    compact(grouped.invoices.id());
    assertThat(readTogether(grouped)).containsExactly(2, 2, 2);

    assertThat(statuses(runner(grouped, lake(), 2).run(grouped.group())))
        .containsOnly(RunStatus.UNCHANGED);
    assertThat(mains(grouped)).containsExactly(2, 2, 2);
    assertThat(lake().table(grouped.invoices.id()).refs()).hasSizeLessThan(4);
    assertThat(RunHistory.read(operations()).runsOf(grouped.invoices.id())).hasSize(2);
  }

  @Test
  @Tag("soak")
  void completesWhatIsKilledAtAnyOfItsSteps() throws Exception {
    GroupedOrders grouped = new GroupedOrders(orders("killed"));
    source(grouped, 1);
    DyingLake undisturbed = new DyingLake(lake(), s -> false);
    runner(grouped, undisturbed.lake(), 1).run(grouped.group());
    List<String> steps = undisturbed.steps();
    int first = steps.indexOf("commit");
    assertThat(steps.size() - first).isGreaterThan(20);

    int version = 1;
    for (int step = first; step < steps.size(); step++) {
      int last = step;
      int current = ++version % 50;
      source(grouped, current);
      boolean killed = kill(grouped, s -> s.size() == last, version);
      List<Integer> mains = mains(grouped);
      assertThat(readTogether(grouped))
          .as("step " + step)
          .containsOnly(readTogether(grouped).get(0));
      assertThat(mains).as("step " + step).isSortedAccordingTo(Collections.reverseOrder());

      runner(grouped, lake(), version).run(grouped.group());

      assertThat(mains(grouped)).as("step " + step + killed).containsOnly(current);
    }
  }

  /** Runs until it stands still; whether it did not end before. */
  private static boolean kill(GroupedOrders grouped, Predicate<List<String>> death, int day)
      throws InterruptedException {
    DyingLake dying = new DyingLake(lake(), death);
    Thread run =
        new Thread(
            () -> {
              runner(grouped, dying.lake(), day).run(grouped.group());
              dying.dead().countDown();
            });
    run.setDaemon(true);
    run.start();
    dying.dead().await();
    return run.isAlive();
  }

  private static Runner failing(GroupedOrders grouped) {
    return runner(
        lake(),
        2,
        (name, parameters) ->
            name.equals("test.invoices")
                ? (inputs, run) -> {
                  throw new IllegalStateException();
                }
                : grouped.transformation(name, parameters));
  }

  private static Runner runner(GroupedOrders grouped, Lake lake, int day) {
    return runner(lake, day, grouped::transformation);
  }

  private static Runner runner(Lake lake, int day, Transformations transformations) {
    return new Runner(
        lake,
        landing(),
        new Operations(lake),
        settings(AS_OF.plusSeconds(day)),
        RunListener.silent(),
        Compilers.with(transformations));
  }

  private static List<RunStatus> statuses(List<RunResult> results) {
    return results.stream().map(RunResult::status).toList();
  }

  /** What the commits of the tables alone show, in the order in which they are published. */
  private static List<Integer> mains(GroupedOrders grouped) {
    return grouped.parentsFirst().stream()
        .map(p -> version(lake().read(p, lake().mainSnapshot(p).orElseThrow())))
        .toList();
  }

  private static List<Integer> readTogether(GroupedOrders grouped) {
    Map<ProductId, Snapshot> read = new PublishedTogether(lake()).of(grouped.parentsFirst());
    return grouped.parentsFirst().stream()
        .map(p -> version(lake().read(p, read.get(p).snapshotId())))
        .toList();
  }

  private static int version(Dataset<Row> rows) {
    List<Row> versions = rows.select("version").distinct().collectAsList();
    assertThat(versions).hasSize(1);
    return versions.get(0).getInt(0);
  }

  /** The source as it is in one version, without a run of its own. */
  private static void source(GroupedOrders grouped, int version) throws Exception {
    Contract contract = grouped.source;
    new IcebergTables(lake().catalog()).createOrEvolve(TableDefinition.of(contract));
    Timestamp at = Timestamp.from(Instant.EPOCH);
    List<Row> rows =
        IntStream.of(1, 2, 3)
            .mapToObj(
                id ->
                    RowFactory.create(
                        id, "C" + id % 2, new BigDecimal(version), "U", at, "f", (long) version))
            .toList();
    lake()
        .spark()
        .createDataFrame(rows, ProvenanceColumns.tableSchema(contract))
        .coalesce(1)
        .writeTo(Lake.name(contract.id()))
        .overwrite(col("id").gt(0));
  }
}
