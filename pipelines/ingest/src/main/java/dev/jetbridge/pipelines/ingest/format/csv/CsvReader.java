package dev.jetbridge.pipelines.ingest.format.csv;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.value.TextValue;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FileJudge;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.RawColumns;
import dev.jetbridge.pipelines.ingest.format.RawRows;
import dev.jetbridge.pipelines.ingest.format.RecordText;
import dev.jetbridge.pipelines.ingest.format.Reject;
import dev.jetbridge.pipelines.ingest.format.SourceColumns;
import dev.jetbridge.pipelines.ingest.format.text.RecordReader;
import dev.jetbridge.pipelines.ingest.format.text.RecordRows;
import dev.jetbridge.pipelines.ingest.rows.RowSteps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads CSV: with Spark's own reader, which is the fastest, the files of which it sees the same
 * records as the byte pass; with ours all others, and where places are asked for.
 */
final class CsvReader implements FormatReader {
  private static final long serialVersionUID = 1L;

  /** The record has more or fewer fields than the header. */
  static final String FIELDS = "fields";

  /** Text stands behind a closing quote. */
  static final String QUOTES = "quotes";

  /** The record repeats the header. */
  static final String HEADER = "header";

  /** The last column, which has no name, holds something. */
  static final String UNNAMED = "unnamed";

  /** Characters; the parser's own million, made anew for each file, is what small files cost. */
  private static final int PARSER_BUFFER = 1 << 14;

  /** So many fields that are the names of their columns are no coincidence. */
  static final int TELLING = 16;

  private final CsvLayout layout;
  private final SourceColumns columns;
  private final boolean trimBlanks;

  CsvReader(Contract contract) {
    this.layout = CsvLayout.of(contract);
    this.columns = SourceColumns.of(contract);
    this.trimBlanks = CsvSettings.of(contract.source().orElseThrow()).trimBlanks();
  }

  @Override
  public FileJudge judge() {
    return new CsvJudge(layout, columns);
  }

  @Override
  public Map<String, Reject> recordRejects() {
    Map<String, Reject> rejects = new LinkedHashMap<>();
    rejects.put(
        FIELDS, new Reject("", "fields", "the record has more or fewer fields than the header"));
    rejects.put(QUOTES, new Reject("", "quotes", "the record has text after a closing quote"));
    rejects.put(HEADER, new Reject("", "header", "the record repeats the header"));
    rejects.put(
        UNNAMED, new Reject("", "fields", "the last column, which has no name, must be empty"));
    return rejects;
  }

  @Override
  public List<String> fields(FileCheck file) {
    return file.header();
  }

  @Override
  public RawRows read(SparkSession spark, List<FileCheck> alike) {
    if (alike.get(0).unlikeSpark() || wideAndFew(alike) || RecordRows.suits(alike)) {
      return locate(spark, alike);
    }
    String[] paths = alike.stream().map(f -> f.file().path()).toArray(String[]::new);
    DataFrameReader reader = spark.read().schema(RecordRows.schema(alike.get(0).header().size()));
    options(alike).forEach(reader::option);
    Dataset<Row> rows = reader.csv(paths);
    // Spark gives the text of a record that has too few fields or too many.
    return new RawRows(
        layout.trailer() == null ? rows : layout.trailer().without(rows),
        corrupt(when(col(RawColumns.CORRUPT).isNotNull(), lit(FIELDS)), alike.get(0)));
  }

  @Override
  public RawRows locate(SparkSession spark, List<FileCheck> alike) {
    int width = alike.get(0).header().size();
    CsvFields fields = new CsvFields(options(alike), width);
    return new RawRows(
        RecordRows.of(spark, alike, layout, width, fields),
        corrupt(col(RawColumns.CORRUPT), alike.get(0)));
  }

  /** Spark's reader of files generates code for the columns, whatever the session says. */
  private static boolean wideAndFew(List<FileCheck> files) {
    long bytes = files.stream().mapToLong(f -> f.file().bytes()).sum();
    return files.get(0).header().size() >= RowSteps.WIDE && bytes <= RowSteps.FEW;
  }

  /** What is wrong with a record as a whole. */
  private Column corrupt(Column read, FileCheck file) {
    Column corrupt = when(read.isNotNull(), read);
    // In a file of one column a value may well be what the column is called.
    if (file.written().size() > 1) {
      corrupt = corrupt.when(isHeader(file.written()), HEADER);
    }
    int last = file.header().size() - 1;
    if (layout.trailingEmptyColumn() && last > 0 && file.header().get(last).isEmpty()) {
      corrupt = corrupt.when(coalesce(col(RawColumns.at(last)).notEqual(""), lit(false)), UNNAMED);
    }
    return corrupt;
  }

  /** Whether the first fields are their names; before a header in the middle may be a mark. */
  private static Column isHeader(List<String> written) {
    Column first = coalesce(col(RawColumns.at(0)), lit(""));
    Column all = first.equalTo(written.get(0)).or(first.equalTo("\uFEFF" + written.get(0)));
    for (int i = 1; i < Math.min(written.size(), TELLING); i++) {
      all = all.and(coalesce(col(RawColumns.at(i)), lit("")).equalTo(written.get(i)));
    }
    return all;
  }

  private Map<String, String> options(List<FileCheck> files) {
    long longest = files.stream().mapToLong(FileCheck::longest).max().orElseThrow();
    Map<String, String> options = new LinkedHashMap<>();
    options.put("mode", "PERMISSIVE");
    options.put("columnNameOfCorruptRecord", RawColumns.CORRUPT);
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

  @Override
  public Iterator<RecordText> records(FileCheck.Piece piece) {
    return new RecordReader(piece, layout);
  }

  @Override
  public List<String> values(List<String> records, FileCheck file, String column) {
    return values(records.stream().map(layout::fields).toList(), file.header().indexOf(column));
  }

  /** Those of a place in records that were divided; not the empty ones. */
  static List<String> values(List<String[]> records, int place) {
    List<String> values = new ArrayList<>();
    for (String[] fields : records) {
      if (fields.length > place && fields[place] != null) {
        values.add(fields[place].trim());
      }
    }
    return values;
  }

  @Override
  public Column value(Column raw) {
    return trimBlanks ? when(trim(raw).notEqual(""), trim(raw)) : raw;
  }

  @Override
  public TextValue told(TextValue type) {
    return trimBlanks ? type : type.untrimmed();
  }
}
