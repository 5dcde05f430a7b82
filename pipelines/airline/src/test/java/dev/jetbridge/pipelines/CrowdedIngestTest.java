package dev.jetbridge.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight processes ingest into one product at once: a file of their own and one that all have. All
 * must succeed, and the home must be that of one process after the other.
 */
@Tag("soak")
class CrowdedIngestTest {
  private static final int PROCESSES = 8;

  @TempDir private Path folder;

  @Test
  void losesAndDoublesNothing() throws Exception {
    Path contracts = Meals.contracts(folder);
    Path calm = folder.resolve("calm");
    Path home = folder.resolve("crowded");
    for (int i = 1; i <= PROCESSES; i++) {
      Meals.write(folder.resolve("files-" + i), i, 200);
      Meals.write(folder.resolve("files-" + i), 99, 200);
    }
    List<Process> processes = new ArrayList<>();

    for (int i = 1; i <= PROCESSES; i++) {
      processes.add(Program.start(home, List.of("-Xmx1g"), command(contracts, i)));
    }
    List<Integer> codes = new ArrayList<>();
    for (Process process : processes) {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("ended").isTrue();
      codes.add(process.exitValue());
    }
    LakeTest.lake();
    for (int i = 1; i <= PROCESSES; i++) {
      List<String> command = new ArrayList<>(command(contracts, i));
      command.addAll(List.of("--home", calm.toString()));
      assertThat(Main.run(command.toArray(new String[0]))).isZero();
    }

    assertThat(codes).containsOnly(0);
    assertThat(rows(home)).isEqualTo(rows(calm));
    assertThat(Meals.state(home)).hasSameSizeAs(Meals.state(calm));
  }

  /** Which record of two was superseded, and in which file, depends on who came first. */
  private static List<String> rows(Path home) {
    return Meals.state(home).stream().filter(s -> !s.startsWith("file ")).toList();
  }

  private List<String> command(Path contracts, int number) {
    return List.of(
        "ingest",
        Meals.ID,
        "--from",
        folder.resolve("files-" + number).toString(),
        "--contracts",
        contracts.toString(),
        "--as-of",
        "2023-09-01");
  }
}
