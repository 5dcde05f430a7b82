package dev.jetbridge.pipelines.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.md5;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.sequence;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.timestamp_seconds;
import static org.apache.spark.sql.functions.xxhash64;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.features.training.Eligibility;
import dev.jetbridge.pipelines.features.TrainingSet;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A training set of many labels: 60 features of 6 stores that have ten records a label each ÷
 * DuckDB's ASOF join of the same files of labels and records. Both write one Parquet file; DuckDB
 * then compares their rows. No two records of a person have the same event time, of which an ASOF
 * join takes any, and none is a deletion, which it does not know.
 */
public final class AsOfJoinBenchmark {
  private static final int GROUPS = 6;
  private static final int FEATURES = 10;
  private static final int PUBLICATIONS = 10;
  private static final long MONTH = 30L * 86_400;
  private static final Instant FIRST = Instant.parse("2022-09-30T23:59:59.999Z");

  private final Lake lake;
  private final Path folder;
  private final PrintWriter out;

  public AsOfJoinBenchmark(Workspace workspace, PrintWriter out) {
    this.lake = workspace.lake();
    this.folder = workspace.home().root().resolve("bench-as-of");
    this.out = out;
  }

  /** Runs it; the first round warms up. */
  public void run(int labels, int rounds) {
    try {
      Files.createDirectories(folder);
      SampleStores stores = SampleStores.of(lake, folder, GROUPS, FEATURES);
      stores.publish(records(labels), "fill");
      Path file = labels(labels);
      out.printf(
          Locale.ROOT,
          "%,d labels; %d stores of %,d records and %d features each%n",
          labels,
          GROUPS,
          (long) labels * PUBLICATIONS,
          FEATURES);
      out.flush();
      Ratios ratios = new Ratios("training set", out);
      for (int round = 1; round <= rounds; round++) {
        Path ours = folder.resolve("ours-" + round + ".parquet");
        Path theirs = folder.resolve("theirs-" + round + ".parquet");
        DuckAsOfJoin duck = new DuckAsOfJoin(file, files(stores), stores.features());
        double seconds =
            Ratios.seconds(() -> stores.trainingSets().make(request(stores, file, ours)));
        ratios.round(round, seconds, duck.write(theirs));
        out.println("  " + duck.compare(ours, theirs));
        Files.delete(ours);
        Files.delete(theirs);
      }
      ratios.conclude("DuckDB's ASOF join", 2);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write the benchmark's files in " + folder, e);
    } catch (SQLException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot join in DuckDB: " + e.getMessage(), e);
    }
  }

  private static TrainingSet.Request request(SampleStores stores, Path labels, Path result) {
    return new TrainingSet.Request(
        labels,
        stores.everything(),
        result,
        "label_time",
        Optional.empty(),
        Eligibility.ANY,
        false);
  }

  /** A record a person and month; the stores keep those of an event time in a file of their own. */
  private Dataset<Row> records(int people) {
    return lake.spark()
        .range(0, people, 1, 8)
        .select(
            person(),
            explode(
                    sequence(
                        lit(Timestamp.from(FIRST)),
                        lit(Timestamp.from(FIRST.plusSeconds((PUBLICATIONS - 1) * MONTH))),
                        expr("interval 30 days")))
                .as("at"));
  }

  /** A label a person, at any second of a month before the first record to the last. */
  private Path labels(int count) throws IOException {
    Path written = folder.resolve("labels");
    Column second = pmod(xxhash64(col("id"), lit("label")), lit(PUBLICATIONS * MONTH));
    lake.spark()
        .range(0, count, 1, 1)
        .select(
            person(),
            timestamp_seconds(lit(FIRST.getEpochSecond() - MONTH).plus(second)).as("label_time"),
            pmod(xxhash64(col("id"), lit("churned")), lit(2)).as("churned"))
        .write()
        .parquet(written.toString());
    try (var parts = Files.list(written)) {
      Path part =
          parts
              .filter(p -> p.getFileName().toString().startsWith("part-"))
              .findFirst()
              .orElseThrow();
      return Files.move(part, folder.resolve("labels.parquet"));
    }
  }

  /** An identifier as the sample airline has them. */
  private static Column person() {
    return concat(lit("P"), substring(md5(col("id").cast("string").cast("binary")), 1, 24))
        .as("person_id");
  }

  /** The data files of each group, by its name. */
  private Map<String, List<String>> files(SampleStores stores) throws IOException {
    Map<String, List<String>> files = new TreeMap<>();
    for (ProductId product : stores.products()) {
      List<String> paths = new ArrayList<>();
      try (CloseableIterable<FileScanTask> tasks =
          lake.table(stores.table(product)).newScan().planFiles()) {
        for (FileScanTask task : tasks) {
          paths.add(Path.of(task.file().location().replaceFirst("^file:/*", "/")).toString());
        }
      }
      files.put(product.name(), paths);
    }
    return files;
  }
}
