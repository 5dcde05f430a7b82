package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ingests a file a day in a process of its own, kills it, and ingests again: every other day at a
 * random moment, on the others as soon as its n-th commit is seen, for each n in turn. A day that
 * ended first is no kill. Table, accounts and quarantine must be those of a home that nobody
 * disturbed. {@code -Djetbridge.kills=N} sets how many kills.
 */
@Tag("soak")
class KilledIngestTest {
  @TempDir private Path folder;

  @Test
  void leavesTheTableOfAnUndisturbedIngest() throws Exception {
    Path contracts = Meals.contracts(folder);
    Path calm = folder.resolve("calm");
    Path home = folder.resolve("killed");
    int kills = Integer.getInteger("jetbridge.kills", 40);
    // The first day makes tables, too: how long a day takes is seen on the second.
    assertThat(day(home, contracts, -1).waitFor()).isZero();
    long start = System.nanoTime();
    assertThat(day(home, contracts, 0).waitFor()).isZero();
    long undisturbed = (System.nanoTime() - start) / 1_000_000;
    ingestHere(calm, contracts, -1);
    ingestHere(calm, contracts, 0);
    Random random = new Random(1);
    List<String> outcomes = new ArrayList<>();
    int killed = 0;
    int commit = 1;

    for (int i = 1; killed < kills && i <= 2 * kills; i++) {
      Process process = day(home, contracts, i);
      String how;
      if (i % 2 == 0) {
        long moment = (long) (undisturbed * (0.3 + 0.6 * random.nextDouble()));
        process.waitFor(moment, TimeUnit.MILLISECONDS);
        how = moment + " ms";
      } else {
        int before = commits(home);
        while (process.isAlive() && commits(home) < before + commit) {
          Thread.sleep(2);
        }
        how = "commit " + commit;
        commit = process.isAlive() ? commit + 1 : 1;
      }
      boolean alive = process.isAlive();
      killed += alive ? 1 : 0;
      process.destroyForcibly().waitFor();
      int code = day(home, contracts, i).waitFor();
      ingestHere(calm, contracts, i);
      boolean same = code == 0 && Meals.state(home).equals(Meals.state(calm));
      outcomes.add(
          (alive ? "killed at " : "ended before ") + how + (same ? ": same" : ": differs"));
      System.out.println(killed + " of " + kills + " kills: " + outcomes.get(outcomes.size() - 1));
    }

    assertThat(killed).isEqualTo(kills);
    assertThat(outcomes).allMatch(o -> o.endsWith(": same"));
  }

  private Process day(Path home, Path contracts, int day) throws IOException {
    Path files = folder.resolve("day-" + day);
    Meals.write(files, day, 40);
    return Program.start(home, List.of("-Xmx1g"), command(contracts, day));
  }

  private void ingestHere(Path home, Path contracts, int day) {
    List<String> command = new ArrayList<>(command(contracts, day));
    command.add("--home");
    command.add(home.toString());
    assertThat(Main.run(command.toArray(new String[0]))).isZero();
  }

  private List<String> command(Path contracts, int day) {
    LakeTest.lake();
    return List.of(
        "ingest",
        Meals.ID,
        "--from",
        folder.resolve("day-" + day).toString(),
        "--contracts",
        contracts.toString(),
        "--as-of",
        java.time.LocalDate.of(2023, 9, 1).plusDays(day).toString());
  }

  /** How many versions of table metadata a home has. */
  private static int commits(Path home) {
    try (Stream<Path> files = Files.walk(home.resolve("warehouse"))) {
      return (int) files.filter(f -> f.toString().endsWith(".metadata.json")).count();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }
}
