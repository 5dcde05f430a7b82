package dev.jetbridge.pipelines.features;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.features.TrainingSetManifest.DataFile;
import dev.jetbridge.pipelines.features.TrainingSetManifest.Field;
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
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Where a training set is written: one file of Parquet or CSV, or a folder of Parquet files, and
 * beside it the manifest, of the same name and .manifest.json. It is written under another name and
 * moved when it is whole, the manifest first, so that what is there has a manifest and is whole.
 */
final class TrainingSetFile {
  private static final int ROWS_A_FILE = 250_000;

  /** What a reader has in memory at once is a few hundred megabytes. */
  private static final int VALUES_A_ROW_GROUP = 1 << 25;

  /** Bytes, more than such a row group has: its rows must be one row group in every dataset. */
  private static final long ROW_GROUP = 1L << 30;

  private static final int GROUPS_AT_ONCE = 2;

  /** How the rows are kept. */
  private enum Format {
    PARQUET,
    CSV,
    PARQUET_FOLDER
  }

  private static final String WRITING = ".writing";
  private static final String KEPT = ".groups";
  private static final String STRETCH = "jetbridge_stretch";

  /** The columns with the place of a row. */
  private static final String[] PLACE = {LabelFile.PART, LabelFile.PLACE};

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

  /** The columns of the result: those of each dataset but for the place of its rows. */
  private static StructType schema(List<Dataset<Row>> columns) {
    return side(columns.stream().map(c -> c.drop(PLACE)));
  }

  private static StructType side(Stream<Dataset<Row>> columns) {
    return new StructType(
        columns.flatMap(c -> Arrays.stream(c.schema().fields())).toArray(StructField[]::new));
  }

  /**
   * Writes columns side by side in the order of the labels' file, then what is said of them. Each
   * dataset is written by itself and its columns are copied, so that no row of all columns is ever
   * joined, moved or sorted.
   *
   * @param columns one row a label each, with its place in the labels' file beside what is written
   * @param manifest of the columns and files written
   */
  TrainingSetManifest write(
      List<Dataset<Row>> columns,
      Labels labels,
      BiFunction<List<Field>, List<DataFile>, TrainingSetManifest> manifest) {
    StructType schema = schema(columns);
    refuseNested(schema);
    int rows = Math.max(1, Math.min(ROWS_A_FILE, VALUES_A_ROW_GROUP / schema.size()));
    Path staging = hidden(WRITING);
    try {
      delete(staging);
      Files.createDirectories(staging);
      List<List<Path>> rowGroups = rowGroups(columns, labels.stretch(rows));
      List<Field> fields;
      if (format == Format.CSV) {
        fields = csv(rowGroups, columns, staging);
      } else {
        int ofFile = format == Format.PARQUET ? rowGroups.size() : ROWS_A_FILE / rows;
        ParquetColumns file = new ParquetColumns(schema);
        for (int i = 0; i < rowGroups.size(); i += ofFile) {
          file.write(
              staging.resolve("part-%05d.parquet".formatted(i / ofFile)),
              rowGroups.subList(i, Math.min(i + ofFile, rowGroups.size())));
        }
        fields = file.fields();
      }
      return finish(staging, files -> manifest.apply(fields, files));
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot write training set " + target + ": " + e.getClass().getSimpleName(),
          e);
    }
  }

  /** Writes each dataset by stretches of rows; the files of each stretch, in its order. */
  private List<List<Path>> rowGroups(List<Dataset<Row>> columns, Column stretch)
      throws IOException {
    atOnce(
        IntStream.range(0, columns.size())
            .mapToObj(i -> (Runnable) () -> stretches(columns.get(i), stretch, i))
            .toList());
    List<List<Path>> rowGroups = new ArrayList<>();
    for (Path one : sorted(folder(0), STRETCH)) {
      List<Path> files = new ArrayList<>();
      for (int i = 0; i < columns.size(); i++) {
        files.addAll(sorted(folder(i).resolve(one.getFileName()), "part-"));
      }
      rowGroups.add(files);
    }
    return rowGroups;
  }

  private void stretches(Dataset<Row> columns, Column stretch, int number) {
    Dataset<Row> ordered =
        columns
            .withColumn(STRETCH, stretch)
            .repartition(column(STRETCH))
            .sortWithinPartitions(column(STRETCH), column(LabelFile.PART), column(LabelFile.PLACE));
    (keepsPlace(number) ? ordered : ordered.drop(PLACE))
        .write()
        .mode(SaveMode.Overwrite)
        .partitionBy(STRETCH)
        .option("parquet.block.size", ROW_GROUP)
        .parquet(folder(number).toString());
  }

  /** Rows for CSV are read and ordered once more. */
  private boolean keepsPlace(int number) {
    return format == Format.CSV && number == 0;
  }

  private List<Field> csv(List<List<Path>> rowGroups, List<Dataset<Row>> columns, Path staging)
      throws IOException {
    Path whole = hidden(KEPT).resolve("whole.parquet");
    StructType schema =
        side(
            IntStream.range(0, columns.size())
                .mapToObj(i -> keepsPlace(i) ? columns.get(i) : columns.get(i).drop(PLACE)));
    ParquetColumns file = new ParquetColumns(schema);
    file.write(whole, rowGroups);
    columns
        .get(0)
        .sparkSession()
        .read()
        .schema(schema)
        .parquet(whole.toString())
        .repartition(1)
        .sortWithinPartitions(column(LabelFile.PART), column(LabelFile.PLACE))
        .drop(PLACE)
        .write()
        .mode(SaveMode.Overwrite)
        .option("header", "true")
        .option("escape", "\"")
        .option("ignoreLeadingWhiteSpace", "false")
        .option("ignoreTrailingWhiteSpace", "false")
        .option("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS]ZZZZZ")
        .option("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS]")
        .csv(staging.toString());
    return file.fields().stream().filter(f -> !List.of(PLACE).contains(f.name())).toList();
  }

  /**
   * One is planned while another is computed: planning is half of the work of a group of features
   * and keeps one core busy.
   */
  private static void atOnce(List<Runnable> tasks) {
    ExecutorService pool = Executors.newFixedThreadPool(GROUPS_AT_ONCE);
    try {
      tasks.stream()
          .map(task -> CompletableFuture.runAsync(task, pool))
          .toList()
          .forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      pool.shutdownNow();
    }
  }

  private Path folder(int columns) {
    return hidden(KEPT).resolve("columns-" + columns);
  }

  private static List<Path> sorted(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith(prefix)).sorted().toList();
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
