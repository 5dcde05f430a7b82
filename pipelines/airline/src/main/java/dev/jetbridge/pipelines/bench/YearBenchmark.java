package dev.jetbridge.pipelines.bench;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.DomainFolders;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunListener;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunSettings;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.run.Runner;
import dev.jetbridge.pipelines.upkeep.Upkeep;
import dev.jetbridge.pipelines.upkeep.UpkeepReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;

/**
 * Daily runs of one keyed product, a file of new and changed orders each, with upkeep every some
 * days. A day takes as long as its run: what is older than the days between two upkeeps may go,
 * counted in such days, unless it is younger than the longest run.
 *
 * @param home landing, staging and ports are made below
 */
public record YearBenchmark(Lake lake, Operations operations, Path home, PrintWriter out) {
  /** What is compared: the first days warm up, the median of a few days is a day's cost. */
  private static final int WARM = 10;

  private static final int WINDOW = 10;
  private static final double TOLERANCE = 0.3;
  private static final LocalDate FIRST = LocalDate.of(2023, 1, 1);

  private static final Contract CONTRACT = OrdersSample.contract(true);

  /**
   * What there was after a day, upkeep of that day included.
   *
   * @param seconds of the run, without upkeep
   * @param upkeep seconds of the upkeep; 0 on other days
   * @param mainFiles data and delete files that a reader of the product's table opens
   * @param files in the folder of the product's table, of every kind
   * @param snapshots of the product's table
   * @param metadata bytes of its current metadata file
   * @param ledgerFiles in the folders of the tables of operations
   */
  public record Day(
      int day,
      double seconds,
      double upkeep,
      long rows,
      long mainFiles,
      long files,
      long snapshots,
      long metadata,
      long ledgerFiles) {}

  /** Runs the days and prints the bar. */
  public List<Day> run(int days, int rows, int every) {
    Landing landing = new Landing(home.resolve("year-landing"));
    List<Day> done = new ArrayList<>();
    Instant start = Instant.now();
    long expected = 0;
    out.println(
        "day  run s  upkeep s      rows  of main  files  snapshots  metadata B  operations files");
    for (int day = 1; day <= days; day++) {
      land(landing, day, rows);
      double seconds = runDay(landing, day);
      expected += rows - changed(day, rows);
      double upkeep = 0;
      if (day % every == 0) {
        Duration length = Duration.between(start, Instant.now()).dividedBy(every);
        upkeep = Ratios.seconds(() -> maintain(length, every));
        start = Instant.now();
      }
      Day figures = figures(day, seconds, upkeep);
      if (figures.rows() != expected) {
        throw new JetbridgeException(
            FailureKind.INTERNAL,
            "Cannot measure: " + figures.rows() + " rows after day " + day + ", not " + expected);
      }
      done.add(figures);
      if (day % every == 0 || day == days) {
        print(figures);
      }
    }
    conclude(done);
    return done;
  }

  private void land(Landing landing, int day, int rows) {
    byte[] content = file(day, rows).getBytes(StandardCharsets.UTF_8);
    landing.take(
        CONTRACT.id(),
        "orders_" + day + ".csv",
        "benchmark",
        Instant.EPOCH,
        () -> new ByteArrayInputStream(content));
  }

  /** A tenth of the rows of a day changes orders of earlier days. */
  private static int changed(int day, int rows) {
    return day == 1 ? 0 : rows / 10;
  }

  private static String file(int day, int rows) {
    SplittableRandom random = new SplittableRandom(day);
    StringBuilder csv =
        new StringBuilder("id,ordered_at,customer_id,country,amount,quantity,email,status\n");
    int changed = changed(day, rows);
    long known = (long) (day - 1) * rows;
    long stride = Math.max(1, known / Math.max(1, changed));
    for (int i = 0; i < rows; i++) {
      // Ids of new orders leave gaps where orders were changed instead.
      long id = i < changed ? existing(i * stride, rows) : known + i;
      csv.append(id)
          .append(',')
          .append(FIRST.plusDays(day))
          .append("T10:00:00Z,")
          .append(random.nextInt(100_000))
          .append(",AE,")
          .append(random.nextInt(1000))
          .append(".00,1,u")
          .append(random.nextInt(100_000))
          .append("@x.org,NEW\n");
    }
    return csv.toString();
  }

  /** The nearest id from there on that was sent as a new order. */
  private static long existing(long id, int rows) {
    long day = id / rows + 1;
    long place = id % rows;
    return (day - 1) * rows + Math.max(place, changed((int) day, rows));
  }

  private double runDay(Landing landing, int day) {
    Instant asOf = FIRST.plusDays(day).atStartOfDay().toInstant(ZoneOffset.UTC);
    Runner runner =
        new Runner(
            lake,
            landing,
            operations,
            new RunSettings(
                asOf,
                DomainFolders.at(home.resolve("year-staging").toString()),
                new Secret("benchmark"),
                "benchmark",
                2),
            RunListener.silent(),
            Compilers.standard());
    List<RunResult> results = new ArrayList<>();
    double seconds = Ratios.seconds(() -> results.addAll(runner.run(List.of(CONTRACT))));
    if (results.get(0).status() != RunStatus.PUBLISHED) {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot measure: day " + day + " ended " + results.get(0).message());
    }
    return seconds;
  }

  private void maintain(Duration day, int days) {
    Duration keep = day.multipliedBy(days);
    Contract scaled = CONTRACT.with(new Contract.Maintenance(keep, 2, keep, keep));
    UpkeepReport report =
        new Upkeep(
                lake,
                operations,
                new Upkeep.Options(Instant.now(), day, false),
                new Upkeep.Places(
                    DomainFolders.at(home.resolve("year-staging").toString()), List.of()),
                text -> {})
            .all(List.of(scaled));
    report.failures().stream()
        .findFirst()
        .ifPresent(
            f -> {
              throw f;
            });
  }

  private Day figures(int day, double seconds, double upkeep) {
    Table table = lake.table(CONTRACT.id());
    long snapshots = 0;
    for (var ignored : table.snapshots()) {
      snapshots++;
    }
    long ledger =
        Arrays.stream(OperationsTable.values()).mapToLong(t -> files(lake.table(t.id()))).sum();
    String metadata = ((HasTableOperations) table).operations().current().metadataFileLocation();
    return new Day(
        day,
        seconds,
        upkeep,
        Lake.rows(table.currentSnapshot()),
        total(table, "total-data-files") + total(table, "total-delete-files"),
        files(table),
        snapshots,
        table.io().newInputFile(metadata).getLength(),
        ledger);
  }

  private static long total(Table table, String figure) {
    return Long.parseLong(table.currentSnapshot().summary().getOrDefault(figure, "0"));
  }

  private static long files(Table table) {
    try (Stream<Path> files = Files.walk(Path.of(table.location()))) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> !f.getFileName().toString().endsWith(".crc"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void print(Day day) {
    out.printf(
        Locale.ROOT,
        "%3d  %5.2f  %8.2f  %8d  %7d  %5d  %9d  %10d  %12d%n",
        day.day(),
        day.seconds(),
        day.upkeep(),
        day.rows(),
        day.mainFiles(),
        day.files(),
        day.snapshots(),
        day.metadata(),
        day.ledgerFiles());
    out.flush();
  }

  private void conclude(List<Day> days) {
    if (days.size() < WARM + 2 * WINDOW) {
      out.println("Too few days to compare their costs.");
      return;
    }
    out.printf(
        Locale.ROOT,
        "A day costs %.2f s at the end, %.2f s at the beginning: ratio %.2f (bar 1 ± %.1f)%n",
        late(days),
        early(days),
        ratio(days),
        TOLERANCE);
    out.flush();
  }

  /** What a day costs in the end ÷ in the beginning. */
  static double ratio(List<Day> days) {
    return late(days) / early(days);
  }

  private static double early(List<Day> days) {
    return median(days.subList(WARM, WARM + WINDOW));
  }

  private static double late(List<Day> days) {
    return median(days.subList(days.size() - WINDOW, days.size()));
  }

  private static double median(List<Day> days) {
    return days.stream().map(Day::seconds).sorted().toList().get(days.size() / 2);
  }
}
