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
  private static final String ROW = "jetbridge:row";

  /** The column with the stretch of the labels that a row is in, a row group of the file. */
  static final String STRETCH = "jetbridge_stretch";

  /**
   * Columns of the result.
   *
   * @param rows one row a label: what is written, what else is said of them, their number, and
   *     their {@link #STRETCH}, the rows of each in one partition
   * @param written the names of those that are written
   */
  record Columns(Dataset<Row> rows, List<String> written) {
    Columns {
      written = List.copyOf(written);
    }

    private StructType schema() {
      return new StructType(
          written.stream().map(c -> rows.schema().apply(c)).toArray(StructField[]::new));
    }
  }

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

  /** How many rows are a row group of a result with so many columns, or a little less. */
  static int rowsAGroup(int columns) {
    return Math.max(1, Math.min(ROWS_A_FILE, VALUES_A_ROW_GROUP / columns));
  }

  /** Cuts the lineage of rows. */
  Dataset<Row> keep(Dataset<Row> rows, String name) {
    String path = hidden(KEPT).resolve(name).toString();
    rows.write()
        .mode(SaveMode.Overwrite)
        // Read a few times: looking for values that repeat would not pay.
        .option("parquet.enable.dictionary", "false")
        .parquet(path);
    return rows.sparkSession().read().schema(rows.schema()).parquet(path);
  }

  private Path hidden(String purpose) {
    return target.resolveSibling("." + target.getFileName() + purpose);
  }

  /** The columns of the result. */
  private static StructType schema(List<Columns> columns) {
    return new StructType(
        columns.stream()
            .flatMap(c -> Arrays.stream(c.schema().fields()))
            .toArray(StructField[]::new));
  }

  /**
   * Writes each dataset by itself, so that no row of all columns is ever joined, moved or sorted.
   *
   * @return them as they lie there
   * @throws JetbridgeException CONFIG when the file cannot hold them
   */
  List<Dataset<Row>> stage(List<Columns> columns) {
    refuseNested(schema(columns));
    atOnce(
        IntStream.range(0, columns.size())
            .mapToObj(i -> (Runnable) () -> stretches(columns.get(i), i))
            .toList());
    return IntStream.range(0, columns.size())
        .mapToObj(
            i -> {
              Dataset<Row> rows = columns.get(i).rows();
              return rows.sparkSession().read().schema(rows.schema()).parquet(folder(i).toString());
            })
        .toList();
  }

  private void stretches(Columns columns, int number) {
    columns
        .rows()
        .sortWithinPartitions(column(STRETCH), column(Labels.NUMBER))
        .write()
        .mode(SaveMode.Overwrite)
        .partitionBy(STRETCH)
        .option("parquet.block.size", ROW_GROUP)
        .parquet(folder(number).toString());
  }

  /**
   * Copies what was staged side by side, in the order of the labels' file, then writes what is said
   * of it.
   *
   * @param manifest of the columns and files written
   */
  TrainingSetManifest write(
      List<Columns> columns,
      int rowsAGroup,
      BiFunction<List<Field>, List<DataFile>, TrainingSetManifest> manifest) {
    Path staging = hidden(WRITING);
    try {
      delete(staging);
      Files.createDirectories(staging);
      List<List<Path>> rowGroups = rowGroups(columns.size());
      List<Field> fields;
      if (format == Format.CSV) {
        fields = csv(rowGroups, columns, staging);
      } else {
        int ofFile = format == Format.PARQUET ? rowGroups.size() : ROWS_A_FILE / rowsAGroup;
        ParquetColumns file = new ParquetColumns(schema(columns));
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

  /** The files of each stretch, in its order. */
  private List<List<Path>> rowGroups(int datasets) throws IOException {
    List<List<Path>> rowGroups = new ArrayList<>();
    for (Path one : byStretch(folder(0))) {
      List<Path> files = new ArrayList<>();
      for (int i = 0; i < datasets; i++) {
        files.addAll(sorted(folder(i).resolve(one.getFileName()), "part-"));
      }
      rowGroups.add(files);
    }
    return rowGroups;
  }

  private static List<Path> byStretch(Path folder) throws IOException {
    return sorted(folder, STRETCH).stream()
        .sorted(
            Comparator.comparingLong(
                f -> Long.parseLong(f.getFileName().toString().substring(STRETCH.length() + 1))))
        .toList();
  }

  /** Rows for CSV are read and ordered once more. */
  private List<Field> csv(List<List<Path>> rowGroups, List<Columns> columns, Path staging)
      throws IOException {
    Path whole = hidden(KEPT).resolve("whole.parquet");
    StructType schema = schema(columns);
    ParquetColumns file = new ParquetColumns(schema);
    file.write(whole, rowGroups);
    columns
        .get(0)
        .rows()
        .sparkSession()
        .read()
        .schema(schema)
        .parquet(whole.toString())
        .withColumn(ROW, col("_metadata.row_index"))
        .repartition(1)
        .sortWithinPartitions(column(ROW))
        .drop(ROW)
        .write()
        .mode(SaveMode.Overwrite)
        .option("header", "true")
        .option("escape", "\"")
        .option("ignoreLeadingWhiteSpace", "false")
        .option("ignoreTrailingWhiteSpace", "false")
        .option("timestampFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS]ZZZZZ")
        .option("timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS]")
        .csv(staging.toString());
    return file.fields();
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
