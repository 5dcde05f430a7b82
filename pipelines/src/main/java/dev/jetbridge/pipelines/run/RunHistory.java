package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;

/** What operations.runs and operations.files say of published runs, read once and kept current. */
public final class RunHistory {
  private final Map<ProductId, Set<String>> files = new HashMap<>();
  private final Map<ProductId, Long> sequences = new HashMap<>();
  private final Map<ProductId, Set<Instant>> asOfs = new HashMap<>();
  private final Set<String> published = new HashSet<>();
  private final Set<Long> snapshots = new HashSet<>();

  private RunHistory() {}

  /** The history of a home where nothing ever ran. */
  public static RunHistory none() {
    return new RunHistory();
  }

  /** Reads the tables; they hold one row a run and one a file. */
  public static RunHistory read(Operations operations) {
    RunHistory history = new RunHistory();
    var runs =
        operations
            .read(OperationsTable.RUNS)
            .filter(col("status").equalTo(Operations.PUBLISHED))
            .groupBy("run_id", "product", "as_of", "snapshot_id")
            .agg(max("sequence").as("sequence"));
    List<Row> runRows = runs.collectAsList();
    for (Row row : runRows) {
      history.enter(
          row.getString(0),
          ProductId.parse(row.getString(1)),
          row.getTimestamp(2).toInstant(),
          row.getLong(3),
          row.getLong(4));
    }
    operations
        .read(OperationsTable.FILES)
        .select("product", "file_hash", "snapshot_id")
        .collectAsList()
        .forEach(
            r -> {
              if (history.snapshots.contains(r.getLong(2))) {
                history.addFile(ProductId.parse(r.getString(0)), r.getString(1));
              }
            });
    return history;
  }

  synchronized void enter(
      String runId, ProductId product, Instant asOf, long snapshot, long sequence) {
    published.add(runId);
    snapshots.add(snapshot);
    asOfs.computeIfAbsent(product, k -> new HashSet<>()).add(asOf);
    sequences.merge(product, sequence, Math::max);
  }

  synchronized void addFile(ProductId product, String hash) {
    files.computeIfAbsent(product, k -> new HashSet<>()).add(hash);
  }

  synchronized Set<String> filesOf(ProductId product) {
    return Set.copyOf(files.getOrDefault(product, Set.of()));
  }

  synchronized boolean isPublished(RunId id) {
    return published.contains(id.id());
  }

  synchronized boolean knows(long snapshot) {
    return snapshots.contains(snapshot);
  }

  synchronized boolean hasRunAt(ProductId product, Instant asOf) {
    return asOfs.getOrDefault(product, Set.of()).contains(asOf);
  }

  /** The number the next run of a product gets. */
  synchronized long nextSequence(ProductId product) {
    return sequences.getOrDefault(product, 0L) + 1;
  }
}
