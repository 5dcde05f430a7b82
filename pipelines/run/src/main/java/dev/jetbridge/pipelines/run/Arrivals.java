package dev.jetbridge.pipelines.run;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.operations.FileColumns;
import dev.jetbridge.pipelines.operations.Operations;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.registry.ProvenanceColumns;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Which rows of a source had arrived by an instant: those of files that had been delivered, but for
 * records that were rejected and taken by a later run once they were mended.
 *
 * @param lateFiles hashes of files that were delivered later
 * @param lateRuns sequences of later runs that took mended records
 */
record Arrivals(Set<String> lateFiles, Set<Long> lateRuns) {
  /** All rows had. */
  static final Arrivals ALL = new Arrivals(Set.of(), Set.of());

  /** A file whose time of delivery the ledger does not have arrived with the run that took it. */
  static Arrivals until(
      Instant asOf, ProductId product, Operations operations, RunHistory history) {
    Set<String> late = new HashSet<>();
    Set<String> inTime = new HashSet<>();
    for (Row file :
        operations.rows(
            OperationsTable.FILES,
            RunKey.PRODUCT.among(Set.of(product)),
            FileColumns.FILE_HASH,
            RunKey.SNAPSHOT_ID,
            FileColumns.DELIVERED)) {
      Optional<Instant> delivered =
          Optional.ofNullable(FileColumns.DELIVERED.of(file, null))
              .map(Instant::parse)
              .or(
                  () ->
                      history
                          .publication(RunKey.SNAPSHOT_ID.of(file))
                          .map(RunHistory.Publication::asOf));
      // Of a run that was not published nothing counts.
      delivered.ifPresent(
          d -> (LandedFile.isThereAt(d, asOf) ? inTime : late).add(FileColumns.FILE_HASH.of(file)));
    }
    late.removeAll(inTime);
    Set<Long> replays = new HashSet<>();
    for (RunHistory.Publication run : history.runsOf(product)) {
      if (run.kind() == RunKind.REPLAY && run.asOf().isAfter(asOf)) {
        replays.add(run.sequence());
      }
    }
    return new Arrivals(late, replays);
  }

  boolean all() {
    return lateFiles.isEmpty() && lateRuns.isEmpty();
  }

  /** Those among some rows with the columns source_file and changed_in. */
  Dataset<Row> of(Dataset<Row> rows) {
    Dataset<Row> arrived = rows;
    if (!lateRuns.isEmpty()) {
      arrived = arrived.filter(not(col(ProvenanceColumns.CHANGED_IN).isin(lateRuns.toArray())));
    }
    if (!lateFiles.isEmpty()) {
      Dataset<Row> files =
          rows.sparkSession()
              .createDataset(List.copyOf(lateFiles), Encoders.STRING())
              .toDF(ProvenanceColumns.SOURCE_FILE);
      arrived =
          arrived.join(broadcast(files), new String[] {ProvenanceColumns.SOURCE_FILE}, "left_anti");
    }
    return arrived.select(columns(rows));
  }

  private static org.apache.spark.sql.Column[] columns(Dataset<Row> rows) {
    return List.of(rows.columns()).stream()
        .map(name -> col(name))
        .toArray(org.apache.spark.sql.Column[]::new);
  }
}
