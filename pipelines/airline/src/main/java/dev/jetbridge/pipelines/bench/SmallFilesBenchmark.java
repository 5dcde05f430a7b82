package dev.jetbridge.pipelines.bench;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;

/**
 * Rows that came in many small files ÷ the same rows in few large ones: into landing, and the run
 * with everything on.
 */
public record SmallFilesBenchmark(Workspace workspace, PrintWriter out) {
  private static final int FEW = 20;
  private static final int ROWS_EACH = 50;

  /** Runs it; the home should be a new one. */
  public void run(int files, int rounds) {
    int rows = files * ROWS_EACH;
    Path folder = workspace.home().root().resolve("bench-small-" + files);
    OrdersSample.write(folder.resolve("many"), rows, files);
    OrdersSample.write(folder.resolve("few"), rows, FEW);
    Ratios ratios = new Ratios(String.format(Locale.ROOT, "%,d files", files), out);
    for (int round = 1; round <= rounds; round++) {
      double few = seconds(folder, "few", round, rows);
      double many = seconds(folder, "many", round, rows);
      ratios.round(round, many, few);
    }
    ratios.conclude(FEW + " files", 3);
  }

  private double seconds(Path folder, String files, int round, int rows) {
    Contract contract = OrdersSample.contract(true, files + "_" + round);
    Landing landing = new Landing(folder.resolve("landing"));
    double landed =
        Ratios.seconds(
            () -> new FolderPull(folder.resolve(files)).land(contract, landing, Instant.EPOCH));
    double ran = Ratios.seconds(() -> PublishedRun.require(workspace, landing, contract, rows));
    out.printf(
        Locale.ROOT, "    %-4s files: landed in %.2f s, run in %.2f s%n", files, landed, ran);
    out.flush();
    return landed + ran;
  }
}
