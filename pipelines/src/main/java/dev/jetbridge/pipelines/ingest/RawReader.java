package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads checked files as rows of strings by header name, so that a cast that fails is seen.
 * Columns: the contract's source names, {@code _corrupt} (null for a record that parses) and {@code
 * source_file} (the file's hash).
 */
final class RawReader {
  static final String CORRUPT = "_corrupt";
  static final String FILE = "source_file";
  static final String RECORD = "_record";
  static final String OFFSET = "_offset";
  static final String LINE = "_line";

  /** Fields a record may have at Spark's parser if nothing is said. */
  private static final int COLUMNS = 20_480;

  private final SparkSession spark;
  private final FileLayout layout;

  RawReader(SparkSession spark, FileLayout layout) {
    this.spark = spark;
    this.layout = layout;
  }

  /** Every record of the files, without the column of its file, see {@link FileHash}. */
  Dataset<Row> read(List<FileCheck> files) {
    return union(files, this::readAlike);
  }

  /** The same rows with their record number (from 1) and byte offset, for the few files asked. */
  Dataset<Row> locate(List<FileCheck> files) {
    return union(
        files, alike -> select(parsed(alike), col(FILE), col(RECORD), col(OFFSET)));
  }

  private static Dataset<Row> union(
      List<FileCheck> files, Function<List<FileCheck>, Dataset<Row>> reader) {
    return alike(files).stream().map(reader).reduce(Dataset::unionByName).orElseThrow();
  }

  /** Files that one reader can read: the same header in the same order, plain or odd. */
  private static List<List<FileCheck>> alike(List<FileCheck> files) {
    Map<String, List<FileCheck>> groups = new TreeMap<>();
    for (FileCheck file : files) {
      String shape = file.odd() + "|" + String.join("\u0001", file.header());
      groups.computeIfAbsent(shape, k -> new ArrayList<>()).add(file);
    }
    return new ArrayList<>(groups.values());
  }

  private Dataset<Row> readAlike(List<FileCheck> files) {
    String[] paths = files.stream().map(f -> f.file().path()).toArray(String[]::new);
    if (files.get(0).odd()) {
      return select(parsed(files));
    }
    DataFrameReader reader = spark.read().schema(schema(files.get(0)));
    options(files).forEach(reader::option);
    return layout.csv()
        ? select(withoutTrailer(reader.csv(paths), files.get(0)))
        : select(
            reader
                .json(paths)
                .withColumn(CORRUPT, when(col(CORRUPT).isNotNull(), JsonLines.OBJECT)));
  }

  private Dataset<Row> select(Dataset<Row> rows, Column... more) {
    List<Column> columns = new ArrayList<>();
    layout.columns().forEach(c -> columns.add(col("`" + c + "`")));
    columns.add(col(CORRUPT));
    columns.addAll(List.of(more));
    return rows.select(columns.toArray(new Column[0]));
  }

  /** A trailer is not a record: its first field is the marker, whatever its other fields are. */
  private Dataset<Row> withoutTrailer(Dataset<Row> rows, FileCheck file) {
    return layout.trailerMarker() == null
        ? rows
        : rows.filter(
            not(col("`" + file.header().get(0) + "`").eqNullSafe(lit(layout.trailerMarker()))));
  }

  private StructType schema(FileCheck file) {
    StructType schema = new StructType();
    for (String name : layout.csv() ? file.header() : layout.columns()) {
      schema = schema.add(name, DataTypes.StringType);
    }
    return schema.add(CORRUPT, DataTypes.StringType);
  }

  private Map<String, String> options(List<FileCheck> files) {
    long longest = files.stream().mapToLong(FileCheck::longest).max().orElseThrow();
    Map<String, String> options = new LinkedHashMap<>();
    options.put("mode", "PERMISSIVE");
    options.put("columnNameOfCorruptRecord", CORRUPT);
    options.put("encoding", layout.encoding());
    if (!layout.csv()) {
      return options;
    }
    options.put("header", "true");
    options.put("sep", String.valueOf(layout.delimiter()));
    options.put("quote", String.valueOf(layout.quote()));
    options.put("escape", String.valueOf(layout.escape()));
    options.put("maxCharsPerColumn", "-1");
    // A record of delimiters only has a field more than it has bytes; one field too many for the
    // parser would end the job.
    options.put("maxColumns", Long.toString(Math.max(COLUMNS, longest + 1)));
    return options;
  }

  /** Records split as the byte pass does, parsed, with the columns of their place. */
  private Dataset<Row> parsed(List<FileCheck> files) {
    FileLayout plain = layout;
    Dataset<Row> lines =
        spark.createDataFrame(
            new JavaSparkContext(spark.sparkContext())
                .parallelize(
                    files, Math.min(files.size(), 2 * spark.sparkContext().defaultParallelism()))
                .flatMap(file -> new RecordReader(file, plain)),
            new StructType()
                .add(FILE, DataTypes.StringType)
                .add(RECORD, DataTypes.LongType)
                .add(OFFSET, DataTypes.LongType)
                .add(LINE, DataTypes.StringType));
    if (!layout.csv()) {
      return JsonLines.parsed(lines, layout);
    }
    Map<String, String> options = options(files);
    options.put("header", "false");
    Column fields = from_csv(col(LINE), lit(schema(files.get(0)).toDDL()), options);
    return lines
        .withColumn("parsed", fields)
        .select(col("parsed.*"), col(FILE), col(RECORD), col(OFFSET));
  }

  /** The charset of the files. */
  static Charset charset(FileLayout layout) {
    return Charset.forName(layout.encoding());
  }
}
