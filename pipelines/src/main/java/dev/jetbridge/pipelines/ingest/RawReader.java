package dev.jetbridge.pipelines.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.map_filter;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.pipelines.ingest.SourceColumns.SourceColumn;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Reads checked files as rows of strings by header name, so that a cast that fails is seen.
 * Columns: those of the contract by their names in the table, all strings but the map of captured
 * ones, and {@code _corrupt}: what is wrong with the record as a whole, null when nothing is.
 */
final class RawReader {
  static final String CORRUPT = "_corrupt";
  static final String FILE = "source_file";
  static final String RECORD = "_record";
  static final String OFFSET = "_offset";

  /** A record as it came. */
  static final String LINE = "_line";

  /** The record has another number of fields than the header. */
  static final String FIELDS = "fields";

  /** Text stands behind a closing quote. */
  static final String QUOTES = "quotes";

  /** The record is the header once more. */
  static final String HEADER = "header";

  /** The last column, which has no name, holds something. */
  static final String UNNAMED = "unnamed";

  /** Characters; the parser's own million, made anew for each file, is what small files cost. */
  private static final int PARSER_BUFFER = 1 << 14;

  /** So many fields that are the names of their columns are no coincidence. */
  static final int TELLING = 16;

  private static final int MANY = 1_000;
  private static final long SMALL = 1L << 16;

  private final SparkSession spark;
  private final FileLayout layout;
  private final SourceColumns columns;

  RawReader(SparkSession spark, FileLayout layout, SourceColumns columns) {
    this.spark = spark;
    this.layout = layout;
    this.columns = columns;
  }

  /** Every record of the files, without the column of its file, see {@link FileHash}. */
  Dataset<Row> read(List<FileCheck> files) {
    return union(files, this::readAlike);
  }

  /**
   * The same rows with their record number (from 1), byte offset and, for a record that has no
   * columns, their text; for the few files asked.
   */
  Dataset<Row> locate(List<FileCheck> files) {
    return union(
        files,
        alike -> {
          Dataset<Row> rows =
              select(
                  parsed(alike),
                  alike.get(0),
                  col(CORRUPT),
                  col(FILE),
                  col(RECORD),
                  col(OFFSET),
                  col(LINE));
          return rows.withColumn(LINE, when(col(CORRUPT).isNotNull(), col(LINE)));
        });
  }

  private static Dataset<Row> union(
      List<FileCheck> files, Function<List<FileCheck>, Dataset<Row>> reader) {
    return alike(files).stream().map(reader).reduce(Dataset::unionByName).orElseThrow();
  }

  /** Whether a column takes what the contract does not know. */
  boolean captures(String column) {
    return column.equals(columns.into());
  }

  /** The name that files have for a column; itself for one that is none of the contract's. */
  String source(String column) {
    return columns.columns().stream()
        .filter(c -> c.name().equals(column))
        .map(SourceColumn::source)
        .findFirst()
        .orElse(column);
  }

  /** Files that one reader can read: the same header in the same order, read by Spark or by us. */
  private static List<List<FileCheck>> alike(List<FileCheck> files) {
    Map<String, List<FileCheck>> groups = new TreeMap<>();
    for (FileCheck file : files) {
      String shape =
          file.unlikeSpark()
              + "|"
              + String.join("\u0001", file.header())
              + "|"
              + String.join("\u0001", file.written());
      groups.computeIfAbsent(shape, k -> new ArrayList<>()).add(file);
    }
    return new ArrayList<>(groups.values());
  }

  private Dataset<Row> readAlike(List<FileCheck> files) {
    String[] paths = files.stream().map(f -> f.file().path()).toArray(String[]::new);
    boolean ours = files.get(0).unlikeSpark() || wideAndFew(files);
    if ((layout.csv() && ours) || manyAndSmall(files)) {
      return select(parsed(files), files.get(0), col(CORRUPT));
    }
    if (!layout.csv()) {
      Dataset<Row> lines =
          spark.read().option("lineSep", "\n").text(paths).withColumnRenamed("value", LINE);
      return select(json(lines, files.get(0), layout.charset()), files.get(0), col(CORRUPT));
    }
    DataFrameReader reader = spark.read().schema(schema(files.get(0)));
    options(files).forEach(reader::option);
    Dataset<Row> rows = withoutTrailer(reader.csv(paths));
    // Spark gives the text of a record that has too few fields or too many.
    return select(rows, files.get(0), when(col(CORRUPT).isNotNull(), lit(FIELDS)));
  }

  /** Spark's reader of files generates code for the columns, whatever the session says. */
  private static boolean wideAndFew(List<FileCheck> files) {
    long bytes = files.stream().mapToLong(f -> f.file().bytes()).sum();
    return files.get(0).header().size() >= RowParse.WIDE && bytes <= Ingest.FEW;
  }

  /** Spark takes a millisecond to open a file, in which it could parse some hundred records. */
  private static boolean manyAndSmall(List<FileCheck> files) {
    long bytes = files.stream().mapToLong(f -> f.file().bytes()).sum();
    return files.size() > MANY && bytes < files.size() * SMALL;
  }

  /**
   * The columns of the contract out of those of a file.
   *
   * @param corrupt what the reader found to be wrong with a record
   */
  private Dataset<Row> select(Dataset<Row> rows, FileCheck file, Column corrupt, Column... more) {
    List<String> fields = fields(file);
    Map<String, Integer> places = places(fields);
    List<Column> selected = new ArrayList<>();
    for (SourceColumn column : columns.columns()) {
      Integer place = places.get(column.source());
      Column value = place == null ? lit(null).cast(DataTypes.StringType) : col(name(place));
      selected.add(value.as(column.name()));
    }
    if (columns.captures()) {
      selected.add(captured(fields).as(columns.into()));
    }
    selected.add((layout.csv() ? corrupt(corrupt, file) : corrupt).as(CORRUPT));
    selected.addAll(List.of(more));
    return selected.size() >= RowParse.WIDE
        ? RowSteps.over(rows).select(selected).rows()
        : rows.select(selected.toArray(new Column[0]));
  }

  /** What is wrong with a record of CSV as a whole. */
  private Column corrupt(Column read, FileCheck file) {
    Column corrupt = when(read.isNotNull(), read);
    // In a file of one column a value may well be what the column is called.
    if (file.written().size() > 1) {
      corrupt = corrupt.when(isHeader(file.written()), HEADER);
    }
    int last = file.header().size() - 1;
    if (layout.trailingEmptyColumn() && last > 0 && file.header().get(last).isEmpty()) {
      corrupt = corrupt.when(coalesce(col(name(last)).notEqual(""), lit(false)), UNNAMED);
    }
    return corrupt;
  }

  /** Whether the first fields are their names; before a header in the middle may be a mark. */
  private static Column isHeader(List<String> written) {
    Column first = coalesce(col(name(0)), lit(""));
    Column all = first.equalTo(written.get(0)).or(first.equalTo("\uFEFF" + written.get(0)));
    for (int i = 1; i < Math.min(written.size(), TELLING); i++) {
      all = all.and(coalesce(col(name(i)), lit("")).equalTo(written.get(i)));
    }
    return all;
  }

  /** The values of the columns that the contract does not have by their names; null for none. */
  private Column captured(List<String> fields) {
    Map<String, Integer> places = places(fields);
    columns.names().forEach(places::remove);
    places.remove("");
    List<Column> entries = new ArrayList<>();
    new TreeMap<>(places)
        .forEach(
            (field, place) -> {
              entries.add(lit(field));
              entries.add(col(name(place)));
            });
    if (entries.isEmpty()) {
      return lit(null).cast("map<string,string>");
    }
    Column values =
        map_filter(map(entries.toArray(new Column[0])), (key, value) -> value.isNotNull());
    return when(size(values).gt(0), values);
  }

  /** Where each name stands first. */
  private static Map<String, Integer> places(List<String> fields) {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      places.putIfAbsent(fields.get(i), i);
    }
    return places;
  }

  /** The names of the columns that are read from a file, in their order. */
  private List<String> fields(FileCheck file) {
    if (layout.csv()) {
      return file.header();
    }
    List<String> fields = new ArrayList<>(columns.names());
    if (columns.captures()) {
      fields.addAll(file.header());
    }
    return fields;
  }

  /**
   * Columns go by place, so that no name needs to be one that Spark takes, or tells from others.
   */
  private static String name(int place) {
    return "_" + place;
  }

  /** A trailer is not a record: its first field is the marker, whatever its other fields are. */
  private Dataset<Row> withoutTrailer(Dataset<Row> rows) {
    return layout.trailerMarker() == null
        ? rows
        : rows.filter(not(col("_0").eqNullSafe(lit(layout.trailerMarker()))));
  }

  private StructType schema(FileCheck file) {
    StructType schema = new StructType();
    List<String> fields = fields(file);
    for (int i = 0; i < fields.size(); i++) {
      schema = schema.add(name(i), DataTypes.StringType);
    }
    return schema.add(CORRUPT, DataTypes.StringType);
  }

  private Map<String, String> options(List<FileCheck> files) {
    long longest = files.stream().mapToLong(FileCheck::longest).max().orElseThrow();
    Map<String, String> options = new LinkedHashMap<>();
    options.put("mode", "PERMISSIVE");
    options.put("columnNameOfCorruptRecord", CORRUPT);
    options.put("encoding", layout.encoding());
    options.put("header", Boolean.toString(layout.header()));
    options.put("sep", String.valueOf(layout.delimiter()));
    options.put("quote", String.valueOf(layout.quote()));
    options.put("escape", String.valueOf(layout.escape()));
    options.put("maxCharsPerColumn", "-1");
    // Spark would otherwise skip the fields of ignored columns, and not see that one is missing.
    boolean ignores =
        !columns.captures() && !new HashSet<>(columns.names()).containsAll(files.get(0).header());
    options.put("columnPruning", Boolean.toString(!ignores));
    // A record of delimiters only has a field more than it has bytes. One field too many for the
    // parser would end the job; room for more costs with each file.
    options.put("maxColumns", Long.toString(longest + 1));
    options.put("inputBufferSize", Integer.toString(PARSER_BUFFER));
    return options;
  }

  /** Records split as the byte pass does, parsed, with the columns of their place. */
  private Dataset<Row> parsed(List<FileCheck> files) {
    FileLayout plain = layout;
    List<FileCheck.Piece> pieces = files.stream().flatMap(f -> f.pieces().stream()).toList();
    JavaRDD<FileCheck.Piece> tasks =
        new JavaSparkContext(spark.sparkContext())
            .parallelize(
                pieces, Math.min(pieces.size(), 2 * spark.sparkContext().defaultParallelism()));
    StructType located =
        new StructType()
            .add(FILE, DataTypes.StringType)
            .add(RECORD, DataTypes.LongType)
            .add(OFFSET, DataTypes.LongType)
            .add(LINE, DataTypes.StringType);
    if (!layout.csv()) {
      JavaRDD<Row> lines =
          tasks
              .flatMap(piece -> new RecordReader(piece, plain))
              .map(r -> RowFactory.create(r.file(), r.number(), r.offset(), r.text()));
      return json(spark.createDataFrame(lines, located), files.get(0), StandardCharsets.UTF_8);
    }
    StructType schema = schema(files.get(0));
    CsvFields fields = new CsvFields(layout, options(files), schema.size() - 1);
    for (StructField field : located.fields()) {
      schema = schema.add(field);
    }
    return spark.internalCreateDataFrame(tasks.mapPartitions(fields::rows).rdd(), schema, false);
  }

  private Dataset<Row> json(Dataset<Row> lines, FileCheck file, Charset charset) {
    return JsonLines.parsed(lines, fields(file), columns.headerNames(), charset);
  }
}
