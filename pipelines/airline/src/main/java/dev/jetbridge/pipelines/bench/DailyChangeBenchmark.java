package dev.jetbridge.pipelines.bench;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.run.RunListener;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunSettings;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.run.Runner;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A day on which one row in a hundred changes, four in five of them updates of a key: its run ÷ the
 * rebuild of the table from all files, both with everything on.
 */
public final class DailyChangeBenchmark {
  private static final Instant FIRST = Instant.parse("2023-02-01T00:00:00Z");

  private final Workspace workspace;
  private final PrintWriter out;
  private final Contract contract = OrdersSample.contract(true);

  public DailyChangeBenchmark(Workspace workspace, PrintWriter out) {
    this.workspace = workspace;
    this.out = out;
  }

  /** Runs it; the home should be a new one. */
  public void run(int rows, int rounds) {
    Path folder = workspace.home().root().resolve("bench-daily-" + rows);
    Landing landing = new Landing(folder.resolve("landing"));
    Path files = folder.resolve("files");
    OrdersSample.write(files, rows);
    new FolderPull(files).land(contract, landing, Instant.EPOCH);
    RunResult first = published(runner(landing, FIRST).run(List.of(contract)).get(0), true);
    out.printf("%,d rows%n", first.counts().tableRows());
    Ratios ratios = new Ratios("1 % changed", out);
    for (int round = 1; round <= rounds; round++) {
      Instant day = FIRST.plus(Duration.ofDays(round));
      Path changes = folder.resolve("day-" + round);
      OrdersSample.writeChanges(changes, rows, rows / 100, day, round);
      new FolderPull(changes).land(contract, landing, Instant.EPOCH);
      double daily =
          Ratios.seconds(
              () -> published(runner(landing, day).run(List.of(contract)).get(0), false));
      double rebuild =
          Ratios.seconds(() -> published(runner(landing, day).rebuild(contract), false));
      ratios.round(round, daily, rebuild);
    }
    ratios.conclude("rebuild", 0.15);
  }

  private Runner runner(Landing landing, Instant asOf) {
    return new Runner(
        workspace.lake(),
        landing,
        workspace.operations(),
        RunSettings.of(workspace, asOf),
        RunListener.silent(),
        Compilers.standard());
  }

  private RunResult published(RunResult result, boolean mayBeThere) {
    boolean there = result.status() == RunStatus.UNCHANGED;
    if (there && !mayBeThere) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot measure in "
              + workspace.home().root()
              + ": the changes of an earlier measurement are in its table; name another --home");
    }
    if (result.status() != RunStatus.PUBLISHED && !there) {
      throw new JetbridgeException(
          FailureKind.INTERNAL, "Cannot measure: " + result.status() + " " + result.message());
    }
    return result;
  }
}
