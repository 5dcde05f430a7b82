package dev.jetbridge.pipelines.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_csv;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A file that somebody hands in, CSV or Parquet, as it is: one row a record with the columns of the
 * file and its place in it.
 *
 * <p>CSV is UTF-8 with a header, comma and double quotes; every column is text, empty is null, a
 * field may not hold a line end. Rows are split by line before Spark parses them, so that an open
 * quote spoils one row and not the rest of the file.
 */
public final class InputFile {
  /** The place of a row in its file, from 1: in CSV its line, the header counted. */
  public static final String PLACE = "jetbridge:place";

  /** The file of a row, where a folder holds several. */
  public static final String PART = "jetbridge:part";

  private static final String LINE = "jetbridge:line";
  private static final String RECORD = "jetbridge:record";
  private static final String CORRUPT = "jetbridge:corrupt";
  private static final Map<String, String> CSV =
      Map.of(
          "escape", "\"",
          "mode", "PERMISSIVE",
          "columnNameOfCorruptRecord", CORRUPT,
          "maxCharsPerColumn", "-1");

  private final String what;
  private final Path path;
  private final boolean csv;
  private final List<String> columns;
  private final Dataset<Row> rows;

  private InputFile(String what, Path path, boolean csv, List<String> columns, Dataset<Row> rows) {
    this.what = what;
    this.path = path;
    this.csv = csv;
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Opens a file whose name ends in .csv, .csv.gz or .parquet, or a folder of Parquet files.
   *
   * @param what its rows are, for messages
   * @throws JetbridgeException CONFIG when there is no such file, when it is of another kind or its
   *     columns cannot be told apart
   */
  public static InputFile open(SparkSession spark, String what, Path path) {
    if (!Files.isReadable(path)) {
      throw fault(what, path, "no such readable file", null);
    }
    String name = path.getFileName().toString();
    if (name.startsWith("_") || name.startsWith(".")) {
      throw fault(what, path, "Spark ignores names that begin with _ or .; rename it", null);
    }
    boolean csv = name.endsWith(".csv") || name.endsWith(".csv.gz");
    if (!csv && !name.endsWith(".parquet") && !Files.isDirectory(path)) {
      throw fault(what, path, "its name must end in .csv, .csv.gz or .parquet", null);
    }
    try {
      return csv ? csv(spark, what, path) : parquet(spark, what, path);
    } catch (JetbridgeException e) {
      throw e;
    } catch (Exception e) {
      throw fault(
          what,
          path,
          "it cannot be read as " + (csv ? "CSV" : "Parquet, or holds other files too"),
          e);
    }
  }

  /** What its rows are, such as labels. */
  public String what() {
    return what;
  }

  public Path path() {
    return path;
  }

  /** What {@link #PLACE} counts. */
  public String place() {
    return csv ? "line" : "row";
  }

  public List<String> columns() {
    return columns;
  }

  public Dataset<Row> rows() {
    return rows;
  }

  /** What can be wrong with a row as such. */
  public Map<String, Column> problems() {
    Map<String, Column> problems = new LinkedHashMap<>();
    if (csv) {
      problems.put("other fields than the header's " + columns.size(), col(CORRUPT).isNotNull());
      problems.put("a character that is not UTF-8", col(LINE).contains("\ufffd"));
    }
    return problems;
  }

  private static InputFile csv(SparkSession spark, String what, Path path) {
    Dataset<String> lines = spark.read().textFile(escaped(path));
    Dataset<Row> numbered =
        spark.createDataFrame(
            lines.javaRDD().zipWithIndex().map(line -> RowFactory.create(line._1(), line._2() + 1)),
            new StructType().add(LINE, DataTypes.StringType).add(PLACE, DataTypes.LongType));
    List<String> header = header(spark, what, path, lines);
    StructType schema = new StructType();
    for (String column : header) {
      schema = schema.add(column, DataTypes.StringType);
    }
    Dataset<Row> records =
        numbered
            .filter(
                col(PLACE).gt(1).and(org.apache.spark.sql.functions.trim(col(LINE)).notEqual("")))
            .withColumn(
                RECORD,
                from_csv(col(LINE), lit(schema.add(CORRUPT, DataTypes.StringType).toDDL()), CSV));
    return new InputFile(
        what,
        path,
        true,
        header,
        records.select(col(RECORD + ".*"), col(LINE), lit("").as(PART), col(PLACE)));
  }

  private static List<String> header(
      SparkSession spark, String what, Path path, Dataset<String> lines) {
    List<String> first = lines.takeAsList(1);
    if (first.isEmpty() || first.get(0).isBlank()) {
      throw fault(what, path, "its first line must name the columns, it is empty", null);
    }
    Row names =
        spark
            .read()
            .option("escape", "\"")
            .csv(spark.createDataset(first, org.apache.spark.sql.Encoders.STRING()))
            .first();
    List<String> header =
        java.util.stream.IntStream.range(0, names.size())
            .mapToObj(i -> names.isNullAt(i) ? "" : names.getString(i).strip())
            .toList();
    Set<String> seen = new HashSet<>();
    for (String column : header) {
      if (column.isEmpty() || !seen.add(column.toLowerCase(Locale.ROOT))) {
        throw fault(
            what,
            path,
            column.isEmpty()
                ? "a column of its header has no name"
                : "two columns of its header are named " + column,
            null);
      }
    }
    return header;
  }

  private static InputFile parquet(SparkSession spark, String what, Path path) throws IOException {
    ParquetInstants instants = ParquetInstants.of(path);
    if (!instants.isEmpty()) {
      spark.conf().set(ParquetInstants.AS_NUMBERS, true);
    }
    Dataset<Row> read = spark.read().parquet(escaped(path));
    List<String> columns = Arrays.stream(read.schema().fields()).map(StructField::name).toList();
    List<Column> selected = new ArrayList<>(columns.stream().map(instants::read).toList());
    selected.add(col("_metadata.file_path").as(PART));
    selected.add(col("_metadata.row_index").plus(1).as(PLACE));
    return new InputFile(what, path, false, columns, read.select(selected.toArray(Column[]::new)));
  }

  /** Spark takes some characters of a path for a pattern. */
  private static String escaped(Path path) {
    return path.toAbsolutePath().toString().replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0");
  }

  private static JetbridgeException fault(String what, Path path, String reason, Exception cause) {
    return new JetbridgeException(
        FailureKind.CONFIG, "Cannot use " + what + " " + path + ": " + reason, cause);
  }
}
