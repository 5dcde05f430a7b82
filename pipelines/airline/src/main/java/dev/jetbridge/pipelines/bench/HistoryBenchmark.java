package dev.jetbridge.pipelines.bench;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * What it costs to keep versions: the first day of a keyed product, and one on which a row in a
 * hundred changes, with {@code history: true} ÷ the same days without.
 */
public final class HistoryBenchmark {
  private static final Instant FIRST = Instant.parse("2023-02-01T00:00:00Z");
  private static final Instant SECOND = FIRST.plus(Duration.ofDays(1));
  private static final double BAR = 1.25;

  private final Workspace workspace;
  private final PrintWriter out;
  private final Path folder;
  private final Landing landing;

  public HistoryBenchmark(Workspace workspace, PrintWriter out) {
    this.workspace = workspace;
    this.out = out;
    this.folder = workspace.home().root().resolve("bench-history");
    this.landing = new Landing(folder.resolve("landing"));
  }

  /** Runs it; each round makes two products, of which the other one is the first to be made. */
  public void run(int rows, int rounds) {
    Path files = folder.resolve("files");
    Path changes = folder.resolve("changes");
    OrdersSample.write(files, rows);
    OrdersSample.writeChanges(changes, rows, rows / 100, SECOND, 1);
    Ratios first = new Ratios("first day", out);
    Ratios second = new Ratios("1 % changed", out);
    for (int round = 1; round <= rounds; round++) {
      Contract with = OrdersSample.contract(true, "kept_" + round, true);
      Contract without = OrdersSample.contract(true, "plain_" + round, false);
      boolean withFirst = round % 2 == 0;
      measure(first, round, files, FIRST, with, without, withFirst);
      measure(second, round, changes, SECOND, with, without, withFirst);
    }
    first.conclude("without history", BAR);
    second.conclude("without history", BAR);
  }

  private void measure(
      Ratios ratios,
      int round,
      Path files,
      Instant day,
      Contract with,
      Contract without,
      boolean withFirst) {
    double before = withFirst ? 0 : seconds(files, day, without);
    double ours = seconds(files, day, with);
    ratios.round(round, ours, withFirst ? seconds(files, day, without) : before);
  }

  private double seconds(Path files, Instant day, Contract contract) {
    new FolderPull(files).land(contract, landing, Instant.EPOCH);
    return Ratios.seconds(() -> PublishedRun.run(workspace, landing, contract, day));
  }
}
