package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  private final SparkSession spark;
  private final FileLayout layout;

  RawReader(SparkSession spark, FileLayout layout) {
    this.spark = spark;
    this.layout = layout;
  }

  /** Every record of the files, without the column of its file, see {@link FileHash}. */
  Dataset<Row> read(List<FileCheck> files) {
    Dataset<Row> all = null;
    for (List<FileCheck> alike : alike(files)) {
      Dataset<Row> rows = readAlike(alike);
      all = all == null ? rows : all.unionByName(rows);
    }
    return withoutTrailer(all);
  }

  /** The same rows with their record number (from 1) and byte offset, for the few files asked. */
  Dataset<Row> locate(List<FileCheck> files) {
    Dataset<Row> all = null;
    for (List<FileCheck> alike : alike(files)) {
      Dataset<Row> rows = locateAlike(alike);
      all = all == null ? rows : all.unionByName(rows);
    }
    return withoutTrailer(all);
  }

  /** Files that one reader can read: the same header in the same order, the same line mode. */
  private static List<List<FileCheck>> alike(List<FileCheck> files) {
    Map<String, List<FileCheck>> groups = new TreeMap<>();
    for (FileCheck file : files) {
      String shape = file.multiline() + "|" + String.join("\u0001", file.header());
      groups.computeIfAbsent(shape, k -> new ArrayList<>()).add(file);
    }
    return new ArrayList<>(groups.values());
  }

  private Dataset<Row> readAlike(List<FileCheck> files) {
    DataFrameReader reader = spark.read().schema(schema(files.get(0)));
    options(files.get(0)).forEach(reader::option);
    String[] paths = files.stream().map(f -> f.file().path()).toArray(String[]::new);
    Dataset<Row> rows = layout.csv() ? reader.csv(paths) : reader.json(paths);
    return select(rows);
  }

  private Dataset<Row> select(Dataset<Row> rows, Column... more) {
    List<Column> columns = new ArrayList<>();
    layout.columns().forEach(c -> columns.add(col("`" + c + "`")));
    columns.add(col(CORRUPT));
    columns.addAll(List.of(more));
    return rows.select(columns.toArray(new Column[0]));
  }

  /** A trailer is not a record: its first field is the marker, whatever its other fields are. */
  private Dataset<Row> withoutTrailer(Dataset<Row> rows) {
    if (layout.trailerMarker() == null) {
      return rows;
    }
    String first = layout.trailerMarker() + layout.delimiter();
    Column trailer = col(CORRUPT).isNotNull().and(col(CORRUPT).startsWith(first));
    return rows.filter(not(coalesce(trailer, lit(false))));
  }

  private StructType schema(FileCheck file) {
    StructType schema = new StructType();
    for (String name : layout.csv() ? file.header() : layout.columns()) {
      schema = schema.add(name, DataTypes.StringType);
    }
    return schema.add(CORRUPT, DataTypes.StringType);
  }

  private Map<String, String> options(FileCheck file) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("mode", "PERMISSIVE");
    options.put("columnNameOfCorruptRecord", CORRUPT);
    options.put("encoding", layout.encoding());
    if (layout.csv()) {
      options.put("header", "true");
      options.put("sep", String.valueOf(layout.delimiter()));
      options.put("quote", String.valueOf(layout.quote()));
      options.put("escape", String.valueOf(layout.escape()));
      options.put("multiLine", Boolean.toString(file.multiline()));
      options.put("maxCharsPerColumn", "-1");
    }
    return options;
  }

  private Dataset<Row> locateAlike(List<FileCheck> files) {
    Map<String, String> options = new HashMap<>(options(files.get(0)));
    options.put("header", "false");
    options.put("multiLine", "false");
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
                .add("line", DataTypes.StringType));
    StructType schema = schema(files.get(0));
    Column parsed =
        layout.csv()
            ? from_csv(col("line"), lit(schema.toDDL()), options)
            : from_json(col("line"), schema, options);
    Dataset<Row> rows =
        lines
            .withColumn("parsed", parsed)
            .select(col("parsed.*"), col(FILE), col(RECORD), col(OFFSET));
    return select(rows, col(FILE), col(RECORD), col(OFFSET));
  }

  /** The charset of the files. */
  static Charset charset(FileLayout layout) {
    return Charset.forName(layout.encoding());
  }
}
