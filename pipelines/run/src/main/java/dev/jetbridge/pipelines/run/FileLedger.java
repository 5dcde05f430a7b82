package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.ingest.FileHistory;
import dev.jetbridge.pipelines.ingest.TakenFile;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.Operations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/** The files of a product that were taken, as operations.files accounts for them. */
final class FileLedger implements FileHistory {
  private final Operations operations;
  private final Landing landing;
  private final ProductId product;

  FileLedger(Operations operations, Landing landing, ProductId product) {
    this.operations = operations;
    this.landing = landing;
    this.product = product;
  }

  /** Nothing is asked of the tables where no file was taken. */
  static FileHistory of(
      RunHistory history, Operations operations, Landing landing, ProductId product) {
    return history.filesOf(product).isEmpty()
        ? FileHistory.NONE
        : new FileLedger(operations, landing, product);
  }

  @Override
  public List<TakenFile> like(Set<String> names, Set<String> contents) {
    List<TakenFile> files = new ArrayList<>();
    Map<String, String> times = null;
    for (Row row :
        operations
            .filesLike(product, names, contents)
            .filter(col("status").isin("ingested", "replayed"))
            .select("file_hash", "file_name", "sender", "bytes", "content", "records", "sent")
            .collectAsList()) {
      String hash = row.getString(0);
      String sent = row.getString(6);
      if (sent == null) {
        // An older version did not write it down.
        times = times == null ? times() : times;
        sent = times.getOrDefault(hash, Instant.EPOCH.toString());
      }
      LandedFile file =
          new LandedFile(hash, row.getString(1), row.getString(2), row.getLong(3), sent, "");
      files.add(new TakenFile(file, row.getString(4), row.getLong(5)));
    }
    return files;
  }

  private Map<String, String> times() {
    Map<String, String> times = new HashMap<>();
    landing.files(product).forEach(file -> times.put(file.hash(), file.sent()));
    return times;
  }
}
