package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.storage.Storage;
import dev.jetbridge.pipelines.storage.StorageFailure;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The intermediate rows of one attempt at a product. */
final class StagingFolder {
  private final String folder;

  /**
   * @param attempt no other has its name
   */
  StagingFolder(String staging, ProductId product, String attempt) {
    this.folder = staging + "/" + product + "-" + attempt;
  }

  String path() {
    return folder;
  }

  static void empty(String folder) {
    try {
      Path path = new Path(folder);
      Storage.of(path).delete(path, true);
    } catch (IOException e) {
      throw StorageFailure.of("Cannot empty staging folder " + folder, e);
    }
  }

  /** Cuts a lineage by writing the rows here: a lost executor costs a re-read, not the run. */
  UnaryOperator<Dataset<Row>> checkpoint(Lake lake) {
    AtomicInteger number = new AtomicInteger();
    return rows -> {
      String path = folder + "/checkpoint-" + number.incrementAndGet();
      rows.write().parquet(path);
      return lake.spark().read().schema(rows.schema()).parquet(path);
    };
  }
}
