package dev.jetbridge.pipelines.airline;

import dev.jetbridge.pipelines.bench.AsOfJoinBenchmark;
import dev.jetbridge.pipelines.bench.DailyChangeBenchmark;
import dev.jetbridge.pipelines.bench.HistoryBenchmark;
import dev.jetbridge.pipelines.bench.IngestBenchmark;
import dev.jetbridge.pipelines.bench.LargeGzipBenchmark;
import dev.jetbridge.pipelines.bench.LifetimeValueBenchmark;
import dev.jetbridge.pipelines.bench.QualityBenchmark;
import dev.jetbridge.pipelines.bench.SmallFilesBenchmark;
import dev.jetbridge.pipelines.bench.TrainingSetBenchmark;
import dev.jetbridge.pipelines.bench.YearBenchmark;
import dev.jetbridge.pipelines.cli.HomeCommand;
import dev.jetbridge.pipelines.cli.TemporaryHome;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a benchmark: ours and the alternative in one process, the ratio printed. */
@Command(
    name = "bench",
    description = "Compare Jetbridge with an alternative in one process, and print the ratio.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge bench ingest --rows 5000000    everything on ÷ bare CSV to Iceberg append",
      "  jetbridge bench quality                  staging write with rules ÷ without",
      "  jetbridge bench clv --rows 1000000       BG/NBD fit on simulated customers",
      "  jetbridge bench training-set             17,000 labels, 1,000 features of 20 groups",
      "  JETBRIDGE_HEAP=6g jetbridge bench as-of-join    1,000,000 labels, 60 features ÷ DuckDB",
      "  jetbridge bench daily-change             a day of 1 %% changes ÷ rebuild of 10,000,000"
          + " rows",
      "  jetbridge bench history                  a first day and one of 1 %% changes, versions"
          + " kept ÷ not",
      "  jetbridge bench year --days 365          daily runs of 1,000 rows, upkeep every week",
      "  jetbridge bench small-files              20,000 files ÷ the same rows in 20",
      "  JETBRIDGE_HEAP=2g jetbridge bench large-gzip --rows 2048    one file of 2,048 MB",
      "",
      "It measures in a folder of its own next to --home, on the same disk, which it removes at"
          + " the end.",
      "Measure on an otherwise quiet machine."
    })
final class BenchCommand extends HomeCommand {
  /** What can be measured. */
  enum Benchmark {
    INGEST,
    QUALITY,
    CLV,
    TRAINING_SET,
    AS_OF_JOIN,
    DAILY_CHANGE,
    HISTORY,
    YEAR,
    SMALL_FILES,
    LARGE_GZIP;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Parameters(
      paramLabel = "WHAT",
      description =
          "ingest, quality, clv, training-set, as-of-join, daily-change, history, small-files,"
              + " large-gzip or year.")
  private Benchmark benchmark;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "Rows, customers for clv, labels for training-set and as-of-join, files for small-files,"
              + " megabytes for large-gzip, rows a day for year (default: 10000000 for ingest and"
              + " daily-change, 5000000 for quality, 2000000 for history, 1000000 for clv, 17000,"
              + " 1000000, 20000, 2048, 1000).")
  private Integer rows;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "4",
      description = "Rounds; the first warms up and is not counted (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "365",
      description = "Days of year (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(names = "--keep", description = "Keep the folder with what was measured, and name it.")
  private boolean keep;

  @Override
  public Integer call() {
    PrintWriter out = out();
    try (TemporaryHome home = options.temporary("bench");
        Workspace workspace = options.open(home)) {
      out.println(
          "Measuring in "
              + home.path()
              + (keep ? ", which is kept" : ", which is removed at the end"));
      out.flush();
      if (keep) {
        home.keep();
      }
      switch (benchmark) {
        case INGEST -> new IngestBenchmark(workspace, out).run(rows(10_000_000), rounds);
        case QUALITY -> new QualityBenchmark(workspace, out).run(rows(5_000_000), rounds);
        case YEAR ->
            new YearBenchmark(
                    workspace.lake(), workspace.operations(), workspace.home().root(), out)
                .run(days, rows(1_000), 7);
        case CLV -> LifetimeValueBenchmark.run(rows(1_000_000), rounds, out);
        case DAILY_CHANGE -> new DailyChangeBenchmark(workspace, out).run(rows(10_000_000), rounds);
        case HISTORY -> new HistoryBenchmark(workspace, out).run(rows(2_000_000), rounds);
        case SMALL_FILES -> new SmallFilesBenchmark(workspace, out).run(rows(20_000), rounds);
        case LARGE_GZIP -> new LargeGzipBenchmark(workspace, out).run(rows(2_048));
        case TRAINING_SET -> new TrainingSetBenchmark(workspace, out).run(rows(17_000), rounds);
        case AS_OF_JOIN -> new AsOfJoinBenchmark(workspace, out).run(rows(1_000_000), rounds);
      }
      out.flush();
      return 0;
    }
  }

  private int rows(int byDefault) {
    return rows == null ? byDefault : rows;
  }
}
