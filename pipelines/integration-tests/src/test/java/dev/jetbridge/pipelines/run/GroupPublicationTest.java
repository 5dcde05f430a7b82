package dev.jetbridge.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.pipelines.JavaProcess;
import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.lake.DyingLake;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupPublicationTest extends LakeTest {
  /** The branches of three members are opened, rule results noted, then the first is published. */
  private static final int FIRST_PUBLISHED = 5;

  @TempDir private static Path folder;

  @Test
  void publishesAllOrNothing() throws Exception {
    GroupedOrders grouped = new GroupedOrders(lake(), HOME, orders("grouped"));
    grouped.source(1);
    assertThat(statuses(grouped.run(1))).containsOnly(RunStatus.PUBLISHED);
    assertThat(grouped.made).hasValue(1);
    assertThat(grouped.mains()).containsExactly(1, 1, 1);

    grouped.source(GroupedOrders.GREATEST + 1);
    List<RunResult> refused = grouped.run(2);
    assertThat(statuses(refused))
        .containsExactly(RunStatus.BLOCKED, RunStatus.REFUSED, RunStatus.BLOCKED);
    assertThat(refused.get(0).message())
        .isEqualTo("the group orders is published together, and shop.grouped_invoices refused");
    List<RunResult> failed =
        grouped.run(
            lake(),
            2,
            (name, parameters) ->
                name.equals("test.customers")
                    ? (inputs, run) -> {
                      throw new IllegalStateException();
                    }
                    : grouped.transformation(name, parameters));
    assertThat(statuses(failed))
        .containsExactly(RunStatus.FAILED, RunStatus.BLOCKED, RunStatus.BLOCKED);
    assertThat(grouped.mains()).containsExactly(1, 1, 1);

    grouped.source(2);
    kill(grouped, s -> Collections.frequency(s, "committed") == FIRST_PUBLISHED, 2);
    assertThat(grouped.mains()).containsExactly(2, 1, 1);
    assertThat(grouped.readTogether()).containsExactly(2, 2, 2);
    // A compaction in between changes no row.
    compact(grouped.invoices.id());
    assertThat(grouped.readTogether()).containsExactly(2, 2, 2);

    assertThat(statuses(grouped.run(2))).containsOnly(RunStatus.UNCHANGED);
    assertThat(grouped.mains()).containsExactly(2, 2, 2);
    assertThat(RunHistory.read(operations()).runsOf(grouped.invoices.id())).hasSize(2);
  }

  @Test
  @Tag("soak")
  void completesWhatStandsStillAtAnyOfItsSteps() throws Exception {
    GroupedOrders grouped = new GroupedOrders(lake(), HOME, orders("still"));
    grouped.source(1);
    grouped.run(1);
    grouped.source(2);
    DyingLake undisturbed = new DyingLake(lake(), s -> false);
    grouped.run(undisturbed.lake(), 2, grouped::transformation);
    List<String> steps = undisturbed.steps();
    int first = steps.indexOf("commit") + 1;
    assertThat(steps.size() - first).isGreaterThan(20);

    int version = 2;
    for (int step = first; step <= steps.size(); step++) {
      int last = step;
      version++;
      grouped.source(version);
      kill(grouped, s -> s.size() == last, version);
      isCompleted(grouped, version, "step " + step + " of " + steps.size());
    }
  }

  /** Each time a process of its own, which the system kills. */
  @Test
  @Tag("soak")
  void completesWhatIsKilledAtAnyCommit() throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    lake();
    GroupedOrders grouped =
        new GroupedOrders(
            new Lake(SparkSessions.open(EmbeddedCatalog.open(home))),
            home,
            orders(KilledGroup.SOURCE));
    grouped.source(1);
    grouped.run(1);

    for (int step = 1; step <= KilledGroup.COMMITS; step++) {
      grouped.source(1 + step);
      Path sign = folder.resolve("dies-" + step);
      Process process =
          JavaProcess.start(
              KilledGroup.class.getName(),
              home,
              List.of("-Xmx1g"),
              List.of(Integer.toString(step), Integer.toString(1 + step), sign.toString()));
      while (process.isAlive() && !Files.exists(sign)) {
        Thread.sleep(50);
      }
      assertThat(process.isAlive()).isTrue();
      process.destroyForcibly().waitFor();
      isCompleted(grouped, 1 + step, "commit " + step);
    }
  }

  private static void isCompleted(GroupedOrders grouped, int version, String when) {
    List<Integer> read = grouped.readTogether();
    assertThat(read).as(when).containsOnly(read.get(0));
    assertThat(grouped.mains()).as(when).isSortedAccordingTo(Collections.reverseOrder());

    grouped.run(version);

    assertThat(grouped.mains()).as(when).containsOnly(version);
  }

  /** Runs until it stands still, or ends before. */
  private static void kill(GroupedOrders grouped, Predicate<List<String>> death, int day)
      throws InterruptedException {
    DyingLake dying = new DyingLake(lake(), death);
    Thread run =
        new Thread(
            () -> {
              grouped.run(dying.lake(), day, grouped::transformation);
              dying.dead().countDown();
            });
    run.setDaemon(true);
    run.start();
    dying.dead().await();
  }

  private static List<RunStatus> statuses(List<RunResult> results) {
    return results.stream().map(RunResult::status).toList();
  }
}
