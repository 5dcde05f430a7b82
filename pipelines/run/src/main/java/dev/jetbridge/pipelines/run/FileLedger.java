package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.ingest.FileHistory;
import dev.jetbridge.pipelines.ingest.TakenFile;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.FileStatus;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.RecordCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Row;

/** The files of a product that were taken, as operations.files accounts for them. */
record FileLedger(Operations operations, Landing landing, ProductId product)
    implements FileHistory {
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
            .filter(FileColumns.STATUS.isIn(List.of(FileStatus.INGESTED, FileStatus.REPLAYED)))
            .collectAsList()) {
      String hash = FileColumns.FILE_HASH.of(row);
      Optional<String> sent = FileColumns.SENT.find(row);
      if (sent.isEmpty() && times == null) {
        // An older version did not write it down.
        times = times();
      }
      LandedFile file =
          new LandedFile(
              hash,
              FileColumns.FILE_NAME.of(row),
              FileColumns.SENDER.of(row),
              FileColumns.BYTES.of(row),
              sent.isPresent() ? sent.get() : times.getOrDefault(hash, Instant.EPOCH.toString()),
              "");
      files.add(new TakenFile(file, Operations.CONTENT.of(row), RecordCounts.RECORDS.of(row)));
    }
    return files;
  }

  private Map<String, String> times() {
    Map<String, String> times = new HashMap<>();
    landing.files(product).forEach(file -> times.put(file.hash(), file.sent()));
    return times;
  }
}
