package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.PublishedFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.iceberg.FileScanTask;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.functions;

/**
 * The Parquet files of a version. Each holds rows of one partition, so that the next version names
 * those of the partitions that have not changed and writes only the others. Of a product that each
 * run writes whole, all is one partition.
 */
record VersionFiles(
    Lake lake, PortFolder folder, Publication publication, Configuration configuration) {
  /** What one file holds at most, about, so that readers can work in parallel. */
  private static final long BYTES_A_FILE = 128L << 20;

  /** How many partitions one Spark job writes: its plan has a branch for each. */
  private static final int PARTITIONS_A_JOB = 64;

  /** What Spark calls the file that a task writes. */
  private static final Pattern OF_TASK = Pattern.compile("part-(\\d+)-.*\\.parquet");

  /** A partition that is to be written, by as many tasks as it gets files. */
  private record Part(String partition, Dataset<Row> rows, int tasks) {
    static Part of(String partition, Dataset<Row> rows, long bytes) {
      int most = (int) (1 + bytes / BYTES_A_FILE);
      Dataset<Row> together = rows.coalesce(most);
      return new Part(partition, together, most == 1 ? 1 : together.toJavaRDD().getNumPartitions());
    }
  }

  /**
   * Writes what the folder of a version lacks. What a killed attempt left there goes; files that
   * other versions name stay.
   *
   * @param before the version whose files may be kept
   */
  List<PortManifest.DataFile> write(String version, Optional<PortManifest> before) {
    Set<String> named = new HashSet<>(ReplacedVersions.named(folder));
    for (FileStatus left : folder.list(version)) {
      if (!named.contains(version + "/" + left.getPath().getName())) {
        folder.delete(version + "/" + left.getPath().getName());
      }
    }
    Contract contract = publication.contract();
    try (PublishedFiles published = lake.files(contract.id(), publication.snapshot())) {
      Optional<Set<String>> changed = before.flatMap(m -> changed(published, m));
      List<PortManifest.DataFile> files = new ArrayList<>();
      before
          .filter(m -> changed.isPresent())
          .ifPresent(
              m ->
                  m.files().stream()
                      .filter(file -> !changed.get().contains(file.partition()))
                      .forEach(files::add));
      List<Part> parts = parts(published, changed);
      if (parts.isEmpty() && files.isEmpty()) {
        // Who reads the port of an empty product finds its columns.
        parts.add(Part.of(PublishedFiles.WHOLE, columns(nothing()), 0));
      }
      for (int from = 0; from < parts.size(); from += PARTITIONS_A_JOB) {
        List<Part> job = parts.subList(from, Math.min(parts.size(), from + PARTITIONS_A_JOB));
        files.addAll(write(version, job, named));
      }
      return files;
    }
  }

  /** The partitions to write anew; empty for all. */
  private Optional<Set<String>> changed(PublishedFiles published, PortManifest before) {
    boolean cut = before.files().stream().noneMatch(f -> f.partition().isEmpty());
    return cut && before.schema().equals(PortManifest.schema(publication.contract()))
        ? published.changedSince(Long.parseLong(before.snapshot()))
        : Optional.empty();
  }

  private List<Part> parts(PublishedFiles published, Optional<Set<String>> changed) {
    boolean whole = publication.contract().change().writeMode() == WriteMode.OVERWRITE;
    Map<String, List<FileScanTask>> partitions = published.byPartition();
    List<Part> parts = new ArrayList<>();
    (whole ? together(partitions) : partitions)
        .forEach(
            (partition, files) -> {
              if (changed.filter(c -> !c.contains(partition)).isEmpty()) {
                long bytes = files.stream().mapToLong(f -> f.file().fileSizeInBytes()).sum();
                parts.add(Part.of(partition, columns(published.rows(files)), bytes));
              }
            });
    return parts;
  }

  private static Map<String, List<FileScanTask>> together(
      Map<String, List<FileScanTask>> partitions) {
    return Map.of(
        PublishedFiles.WHOLE, partitions.values().stream().flatMap(List::stream).toList());
  }

  private Dataset<Row> nothing() {
    return lake.read(publication.contract().id(), publication.snapshot()).limit(0);
  }

  private Dataset<Row> columns(Dataset<Row> rows) {
    return rows.select(
        publication.contract().columns().stream()
            .map(Column::name)
            .map(functions::col)
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  /** Writes some partitions: a file a task, whose number is in the name of the file. */
  private List<PortManifest.DataFile> write(String version, List<Part> parts, Set<String> known) {
    parts.stream()
        .map(Part::rows)
        .reduce(Dataset::union)
        .orElseThrow()
        .write()
        .mode(SaveMode.Append)
        .parquet(folder.path(version).toString());
    List<String> partitionOfTask =
        parts.stream()
            .flatMap(part -> Collections.nCopies(part.tasks(), part.partition()).stream())
            .toList();
    List<PortManifest.DataFile> files = new ArrayList<>();
    for (FileStatus file : folder.list(version)) {
      String path = version + "/" + file.getPath().getName();
      Matcher task = OF_TASK.matcher(file.getPath().getName());
      if (!task.matches()) {
        folder.delete(path);
      } else if (known.add(path)) {
        files.add(dataFile(path, file, partitionOfTask.get(Integer.parseInt(task.group(1)))));
      }
    }
    return files;
  }

  /** A file with the rows that its footer tells. */
  private PortManifest.DataFile dataFile(String path, FileStatus file, String partition) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromStatus(file, configuration))) {
      return new PortManifest.DataFile(path, partition, reader.getRecordCount(), file.getLen());
    } catch (IOException e) {
      throw PortFolder.failed("read", file.getPath(), e);
    }
  }
}
