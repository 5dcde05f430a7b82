package dev.jetbridge.pipelines.features;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.features.TrainingSetManifest.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * Where a training set is written: one file of Parquet or CSV, or a folder of Parquet files, and
 * beside it the manifest, of the same name and .manifest.json. It is written under another name and
 * moved when it is whole, the manifest first, so that what is there has a manifest and is whole.
 */
final class TrainingSetFile {
  private static final int ROWS_A_FILE = 250_000;
  private static final int GROUPS_AT_ONCE = 2;

  /** How the rows are kept. */
  private enum Format {
    PARQUET,
    CSV,
    PARQUET_FOLDER
  }

  private static final String WRITING = ".writing";
  private static final String KEPT = ".groups";

  private final Path target;
  private final Format format;

  private TrainingSetFile(Path target, Format format) {
    this.target = target;
    this.format = format;
  }

  /**
   * A target that is not there yet.
   *
   * @throws JetbridgeException CONFIG when it is there, or its folder is not
   */
  static TrainingSetFile at(Path out) {
    Path target = out.toAbsolutePath().normalize();
    if (Files.exists(target)) {
      throw fault(out, "it exists already; name another file or folder, or remove it");
    }
    if (target.getParent() == null || !Files.isWritable(target.getParent())) {
      throw fault(out, "its folder is not there or cannot be written");
    }
    String name = target.getFileName().toString();
    Format format =
        name.endsWith(".parquet")
            ? Format.PARQUET
            : name.endsWith(".csv") ? Format.CSV : Format.PARQUET_FOLDER;
    return new TrainingSetFile(target, format);
  }

  /**
   * Cuts lineages by writing the rows beside the target; {@link #write} removes them. One is
   * planned while another is computed: planning is half of the work of a group and keeps one core
   * busy.
   */
  List<Dataset<Row>> keep(List<Dataset<Row>> groups) {
    ExecutorService pool = Executors.newFixedThreadPool(GROUPS_AT_ONCE);
    try {
      List<CompletableFuture<Dataset<Row>>> written = new ArrayList<>();
      for (Dataset<Row> rows : groups) {
        String name = "group-" + written.size();
        written.add(CompletableFuture.supplyAsync(() -> keep(rows, name), pool));
      }
      return written.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Cuts the lineage of rows, which can then be read by the values of some columns. */
  Dataset<Row> keep(Dataset<Row> rows, String name, String... by) {
    String path = hidden(KEPT).resolve(name).toString();
    rows.write()
        .mode(SaveMode.Overwrite)
        .partitionBy(by)
        // Read once: looking for values that repeat would not pay.
        .option("parquet.enable.dictionary", "false")
        .parquet(path);
    return rows.sparkSession().read().schema(rows.schema()).parquet(path);
  }

  private Path hidden(String purpose) {
    return target.resolveSibling("." + target.getFileName() + purpose);
  }

  /** The rows in the order of the labels' file; a folder has a file for some of them each. */
  Dataset<Row> ordered(Dataset<Row> rows, long count) {
    int files =
        format == Format.PARQUET_FOLDER ? (int) ((count + ROWS_A_FILE - 1) / ROWS_A_FILE) : 1;
    Dataset<Row> spread =
        files == 1
            ? rows.repartition(1)
            : rows.repartition(files, column(LabelFile.PART), column(LabelFile.PLACE));
    return spread.sortWithinPartitions(column(LabelFile.PART), column(LabelFile.PLACE));
  }

  /**
   * Writes the rows, then what is said of them.
   *
   * @param manifest of the files written
   */
  TrainingSetManifest write(
      Dataset<Row> rows, Function<List<DataFile>, TrainingSetManifest> manifest) {
    refuseNested(rows.schema());
    Path staging = hidden(WRITING);
    try {
      delete(staging);
      if (format == Format.CSV) {
        rows.write()
            .option("header", "true")
            .option("escape", "\"")
            .option("ignoreLeadingWhiteSpace", "false")
            .option("ignoreTrailingWhiteSpace", "false")
            .option("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS]XXX")
            .option("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS]")
            .csv(staging.toString());
      } else {
        rows.write().parquet(staging.toString());
      }
      return finish(staging, manifest);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot write training set " + target + ": " + e.getClass().getSimpleName(),
          e);
    }
  }

  private TrainingSetManifest finish(
      Path staging, Function<List<DataFile>, TrainingSetManifest> manifest) throws IOException {
    List<Path> parts = parts(staging);
    if (format != Format.PARQUET_FOLDER) {
      parts.set(0, Files.move(parts.get(0), staging.resolve(target.getFileName())));
    }
    TrainingSetManifest written = manifest.apply(sizes(parts));
    // Beside a folder, not in it: who reads all files of a folder shall find rows only.
    Path note = target.resolveSibling(target.getFileName() + ".manifest.json");
    Path draft = note.resolveSibling("." + note.getFileName() + ".writing");
    Files.write(draft, written.json());
    Files.move(draft, note, StandardCopyOption.ATOMIC_MOVE);
    Files.move(
        format == Format.PARQUET_FOLDER ? staging : parts.get(0),
        target,
        StandardCopyOption.ATOMIC_MOVE);
    delete(staging);
    delete(hidden(KEPT));
    return written;
  }

  /** The files with rows, named by their number; what Spark adds goes. */
  private static List<Path> parts(Path staging) throws IOException {
    try (Stream<Path> files = Files.list(staging)) {
      List<Path> parts = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith("part-")) {
          parts.add(Files.move(file, staging.resolve("part-%05d.parquet".formatted(parts.size()))));
        } else {
          Files.delete(file);
        }
      }
      return parts;
    }
  }

  private static List<DataFile> sizes(List<Path> parts) throws IOException {
    List<DataFile> files = new ArrayList<>();
    for (Path part : parts) {
      files.add(new DataFile(part.getFileName().toString(), Files.size(part)));
    }
    return files;
  }

  private void refuseNested(StructType schema) {
    List<String> nested =
        Arrays.stream(schema.fields())
            .filter(f -> isNested(f.dataType()))
            .map(f -> f.name())
            .toList();
    if (format == Format.CSV && !nested.isEmpty()) {
      throw fault(
          target,
          "CSV cannot hold the columns "
              + String.join(", ", nested)
              + " of the labels; write Parquet");
    }
  }

  private static boolean isNested(DataType type) {
    return type instanceof ArrayType
        || type instanceof MapType
        || type instanceof StructType
        || type instanceof BinaryType;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static Column column(String name) {
    return col("`" + name + "`");
  }

  private static JetbridgeException fault(Path out, String reason) {
    return new JetbridgeException(
        FailureKind.CONFIG, "Cannot write training set " + out + ": " + reason);
  }
}
