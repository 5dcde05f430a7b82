package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.lake.Lake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The intermediate rows of one run. */
final class StagingFolder {
  private final Path folder;

  StagingFolder(Path staging, RunId run) {
    this.folder = staging.resolve(run.product() + "-" + run.id());
  }

  String path() {
    return folder.toString();
  }

  void empty() {
    empty(folder);
  }

  static void empty(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot empty staging folder " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Cuts a lineage by writing the rows here: a lost executor costs a re-read, not the run. */
  UnaryOperator<Dataset<Row>> checkpoint(Lake lake) {
    AtomicInteger number = new AtomicInteger();
    return rows -> {
      String path = folder.resolve("checkpoint-" + number.incrementAndGet()).toString();
      rows.write().parquet(path);
      return lake.spark().read().schema(rows.schema()).parquet(path);
    };
  }
}
