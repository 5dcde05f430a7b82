package dev.jetbridge.pipelines.run;

import dev.jetbridge.pipelines.LakeTest;
import dev.jetbridge.pipelines.lake.DyingLake;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.session.SparkSessions;
import dev.jetbridge.registry.EmbeddedCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that publishes a group and stands still just before or after one of its commits. */
final class KilledGroup extends LakeTest {
  static final String SOURCE = "slain";

  /** A commit for the branch of each of three members and one that publishes it. */
  static final int COMMITS = 2 * 6;

  private KilledGroup() {}

  public static void main(String[] arguments) throws Exception {
    int death = Integer.parseInt(arguments[0]);
    int version = Integer.parseInt(arguments[1]);
    Path sign = Path.of(arguments[2]);
    Path home = Path.of(arguments[4]);
    Lake lake = new Lake(SparkSessions.open(EmbeddedCatalog.open(home)));
    DyingLake dying = new DyingLake(lake, s -> commits(s) == death);
    GroupedOrders grouped = new GroupedOrders(lake, home, orders(SOURCE));
    Thread run = new Thread(() -> grouped.run(dying.lake(), version, grouped::transformation));
    run.setDaemon(true);
    run.start();
    dying.dead().await();
    Files.createFile(sign);
    Thread.currentThread().join();
  }

  private static long commits(List<String> steps) {
    return steps.stream().filter(step -> step.startsWith("commit")).count();
  }
}
