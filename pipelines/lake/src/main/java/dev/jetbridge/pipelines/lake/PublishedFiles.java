package dev.jetbridge.pipelines.lake;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.StorageFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.spark.ScanTaskSetManager;
import org.apache.iceberg.spark.SparkReadOptions;
import org.apache.iceberg.util.SnapshotUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The files of a publication by partition: which of them another publication has changed, and the
 * rows of some. A partition is named as Iceberg writes it, such as {@code booked_at_month=2023-08};
 * that of a table without partitions is {@value #WHOLE}.
 */
public final class PublishedFiles implements AutoCloseable {
  /** The one partition of a table that has none. */
  public static final String WHOLE = "";

  private final SparkSession spark;
  private final String name;
  private final Table table;
  private final Snapshot snapshot;
  private final List<String> sets = new ArrayList<>();

  PublishedFiles(SparkSession spark, String name, Table table, Snapshot snapshot) {
    this.spark = spark;
    this.name = name;
    this.table = table;
    this.snapshot = snapshot;
  }

  /**
   * The partitions of which a file came or went since another publication; empty when the table
   * does not remember the way from there. Compactions change nothing.
   *
   * @param content the snapshot of that publication, see {@link Lake#contentId}
   */
  public Optional<Set<String>> changedSince(long content) {
    Set<String> changed = new HashSet<>();
    FileIO io = table.io();
    for (Snapshot led : SnapshotUtil.ancestorsOf(snapshot.snapshotId(), table::snapshot)) {
      if (Lake.contentId(led) == content) {
        return Optional.of(changed);
      }
      if (Lake.contentId(led) == led.snapshotId()) {
        led.addedDataFiles(io).forEach(file -> changed.add(partition(file)));
        led.removedDataFiles(io).forEach(file -> changed.add(partition(file)));
        led.addedDeleteFiles(io).forEach(file -> changed.add(partition(file)));
        led.removedDeleteFiles(io).forEach(file -> changed.add(partition(file)));
      }
    }
    return Optional.empty();
  }

  /**
   * The files by partition, in the order of its names.
   *
   * @throws JetbridgeException EXTERNAL when the manifests cannot be read
   */
  public Map<String, List<FileScanTask>> byPartition() {
    Map<String, List<FileScanTask>> files = new TreeMap<>();
    try (CloseableIterable<FileScanTask> all =
        table.newScan().useSnapshot(snapshot.snapshotId()).planFiles()) {
      for (FileScanTask file : all) {
        files.computeIfAbsent(partition(file.file()), p -> new ArrayList<>()).add(file);
      }
    } catch (IOException e) {
      throw StorageFailure.of("Cannot read the manifests of " + table.name(), e);
    }
    return files;
  }

  private String partition(ContentFile<?> file) {
    return table.specs().get(file.specId()).partitionToPath(file.partition());
  }

  /** The rows of some files, to be read before this is closed. */
  public Dataset<Row> rows(List<FileScanTask> files) {
    String set = UUID.randomUUID().toString();
    ScanTaskSetManager.get().stageTasks(table, set, files);
    sets.add(set);
    return spark.read().option(SparkReadOptions.SCAN_TASK_SET_ID, set).table(name);
  }

  @Override
  public void close() {
    sets.forEach(set -> ScanTaskSetManager.get().removeTasks(table, set));
  }
}
