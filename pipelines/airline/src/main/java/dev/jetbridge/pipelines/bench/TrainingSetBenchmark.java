package dev.jetbridge.pipelines.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.sequence;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.features.training.Eligibility;
import dev.jetbridge.pipelines.features.TrainingSet;
import dev.jetbridge.pipelines.features.TrainingSetManifest;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A training set of many features: 20 feature groups of 50 features, a customer for each label, a
 * record a customer and month of a year, labels at random instants. Timed from the labels' file to
 * the Parquet file and its manifest; against a bar, there is no alternative.
 */
public final class TrainingSetBenchmark {
  private static final int GROUPS = 20;
  private static final int FEATURES = 50;
  private static final Instant FIRST = Instant.parse("2022-09-30T23:59:59.999Z");
  private static final long SECONDS_OF_LABELS = 334L * 86_400;

  private final Lake lake;
  private final Path folder;
  private final PrintWriter out;

  public TrainingSetBenchmark(Workspace workspace, PrintWriter out) {
    this.lake = workspace.lake();
    this.folder = workspace.home().root().resolve("bench-training-set");
    this.out = out;
  }

  /** Runs it; the first round warms up. */
  public void run(int labels, int rounds) {
    try {
      Files.createDirectories(folder);
      SampleStores stores = SampleStores.of(lake, folder, GROUPS, FEATURES);
      stores.publish(records(labels), "fill");
      Path file = labels(labels);
      List<Double> seconds = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        seconds.add(round(stores, file, round));
      }
      List<Double> warm = seconds.stream().skip(1).sorted().toList();
      out.printf(
          Locale.ROOT,
          "training set of %,d labels and %,d features in %d groups: first %.1f s%s (bar 60.0, for"
              + " 17,000 labels)%n",
          labels,
          GROUPS * FEATURES,
          GROUPS,
          seconds.get(0),
          warm.isEmpty()
              ? ""
              : String.format(
                  Locale.ROOT,
                  ", then median %.1f s over %d rounds",
                  warm.get(warm.size() / 2),
                  warm.size()));
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write the benchmark's files in " + folder, e);
    }
  }

  private double round(SampleStores stores, Path labels, int round) throws IOException {
    Path result = folder.resolve("set.parquet");
    Files.deleteIfExists(result);
    TrainingSet.Request request =
        new TrainingSet.Request(
            labels,
            stores.everything(),
            result,
            "label_time",
            Optional.empty(),
            Eligibility.ANY,
            false);
    TrainingSetManifest[] made = new TrainingSetManifest[1];
    double seconds = Ratios.seconds(() -> made[0] = stores.trainingSets().make(request));
    long used = made[0].groups().stream().mapToLong(g -> g.coverage().used()).sum();
    out.printf(
        Locale.ROOT,
        "  round %d: %.1f s, %,d rows, %,d columns, %,d of %,d records found, %.1f MB%n",
        round,
        seconds,
        made[0].rows(),
        made[0].columns().size(),
        used,
        made[0].rows() * GROUPS,
        Files.size(result) / 1048576.0);
    out.flush();
    return seconds;
  }

  /** The people and instants of the records: each person's, a month after the other. */
  private Dataset<Row> records(int people) {
    return lake.spark()
        .range(0, people, 1, 4)
        .select(
            concat(lit("P"), lpad(col("id"), 24, "0")).as("person_id"),
            explode(
                    sequence(
                        lit(Timestamp.from(FIRST)),
                        lit(Timestamp.from(FIRST.plusSeconds(SECONDS_OF_LABELS))),
                        expr("interval 1 month")))
                .as("at"));
  }

  private Path labels(int count) throws IOException {
    Path file = folder.resolve("labels.csv");
    SplittableRandom random = new SplittableRandom(1);
    List<String> lines = new ArrayList<>();
    lines.add("person_id,label_time,churned");
    for (int i = 0; i < count; i++) {
      lines.add(
          "P%024d,%s,%d"
              .formatted(
                  i, FIRST.plusSeconds(random.nextLong(SECONDS_OF_LABELS)), random.nextInt(2)));
    }
    return Files.write(file, lines);
  }
}
