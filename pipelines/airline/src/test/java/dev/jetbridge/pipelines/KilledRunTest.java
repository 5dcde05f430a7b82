package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the program in a process of its own, kills it at random moments and runs it again: the
 * tables must be those of a run that nobody disturbed. {@code -Djetbridge.kills=N} sets how often.
 */
@Tag("soak")
class KilledRunTest {
  private static final String[] SAMPLE = {"--customers", "100", "--days", "35"};

  @TempDir private Path folder;

  @Test
  void leavesTheTablesOfAnUndisturbedRun() throws Exception {
    Path calm = folder.resolve("calm");
    long start = System.nanoTime();
    assertThat(run(calm).waitFor()).isZero();
    long undisturbed = (System.nanoTime() - start) / 1_000_000;
    Map<String, String> expected = TableDigests.of(calm);
    Random random = new Random(1);
    int kills = Integer.getInteger("jetbridge.kills", 20);
    List<String> outcomes = new ArrayList<>();

    for (int i = 1; i <= kills; i++) {
      Path home = folder.resolve("killed-" + i);
      Process process = run(home);
      long moment = (long) (undisturbed * (0.2 + 0.75 * random.nextDouble()));
      boolean ended = process.waitFor(moment, TimeUnit.MILLISECONDS);
      process.destroyForcibly().waitFor();
      int code = run(home).waitFor();
      boolean same = code == 0 && TableDigests.of(home).equals(expected);
      outcomes.add(
          (ended ? "ended" : "killed after " + moment + " ms") + (same ? ": same" : ": differs"));
      System.out.println(i + " of " + kills + ": " + outcomes.get(outcomes.size() - 1));
    }

    assertThat(outcomes).allMatch(o -> o.endsWith(": same"));
  }

  @Test
  void survivesAnExecutorKilledInTheMiddleOfARealCluster() throws Exception {
    Path calm = folder.resolve("calm-cluster");
    assertThat(run(calm).waitFor()).isZero();
    Path home = folder.resolve("cluster");

    Process process = run(home, cluster());
    // The simulation is over and products are being made.
    Path landing = home.resolve("landing/reservations.bookings");
    while (process.isAlive() && !java.nio.file.Files.exists(landing)) {
      Thread.sleep(200);
    }
    Thread.sleep(10_000);
    List<ProcessHandle> executors =
        process.descendants().filter(KilledRunTest::isExecutor).toList();
    boolean killed = !executors.isEmpty() && executors.get(0).destroyForcibly();
    int code = process.waitFor();

    assertThat(killed).isTrue();
    assertThat(code).isZero();
    assertThat(TableDigests.of(home)).isEqualTo(TableDigests.of(calm));
  }

  /** Java gives no command line longer than a page, and that of an executor is. */
  private static boolean isExecutor(ProcessHandle process) {
    try {
      return java.nio.file.Files.readString(
              Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .contains("CoarseGrainedExecutorBackend");
    } catch (IOException e) {
      return false;
    }
  }

  /** Two executor processes from plain jars, as Spark's own tests start them. */
  private String[] cluster() throws IOException {
    // Spark looks for its own jars there; the class path below has them.
    java.nio.file.Files.createDirectories(folder.resolve("jars"));
    String opens =
        java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(a -> a.startsWith("--add-opens"))
            .collect(java.util.stream.Collectors.joining(" "));
    return new String[] {
      "-Dspark.master=local-cluster[2,1,1536]",
      "-Dspark.executor.memory=1536m",
      "-Dspark.testing=true",
      "-Dspark.test.home=" + folder,
      "-Dspark.driver.host=127.0.0.1",
      "-Dspark.driver.bindAddress=127.0.0.1",
      "-Dspark.ui.enabled=false",
      "-Dspark.sql.shuffle.partitions=4",
      "-Dspark.sql.catalogImplementation=in-memory",
      "-Dspark.executorEnv.SPARK_SCALA_VERSION=2.12",
      "-Dspark.executor.extraClassPath=" + System.getProperty("java.class.path"),
      "-Dspark.executor.extraJavaOptions=" + opens
    };
  }

  private static Process run(Path home, String... options) throws IOException {
    List<String> java = new ArrayList<>(List.of("-Xmx2g"));
    java.addAll(List.of(options));
    List<String> command = new ArrayList<>(List.of("run"));
    command.addAll(List.of(SAMPLE));
    return Program.start(home, java, command);
  }
}
