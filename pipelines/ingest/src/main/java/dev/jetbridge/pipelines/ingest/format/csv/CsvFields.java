package dev.jetbridge.pipelines.ingest.format.csv;

import com.univocity.parsers.csv.CsvParser;
import dev.jetbridge.pipelines.ingest.format.text.RecordRows;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Predef;
import scala.collection.JavaConverters;

/**
 * Divides records of CSV into fields, with the parser and the options of Spark's own reader.
 * Spark's from_csv does the same within a plan, whose analysis takes minutes where there are some
 * thousand columns: the fields of a structure, each taken out of it for itself.
 */
final class CsvFields implements RecordRows.Dividing {
  private static final long serialVersionUID = 1L;

  private static final UTF8String FIELDS = UTF8String.fromString(CsvReader.FIELDS);
  private static final UTF8String QUOTES = UTF8String.fromString(CsvReader.QUOTES);

  private final LinkedHashMap<String, String> options;
  private final int width;

  /**
   * @param options of Spark's reader
   * @param width how many fields a record has
   */
  CsvFields(Map<String, String> options, int width) {
    this.options = new LinkedHashMap<>(options);
    this.width = width;
  }

  @Override
  public RecordRows.Divider begin() {
    CSVOptions parsing =
        new CSVOptions(
            JavaConverters.mapAsScalaMap(options).toMap(Predef.$conforms()), false, "UTC");
    CsvParser parser = new CsvParser(parsing.asParserSettings());
    return (record, values) ->
        record.broken() ? QUOTES : fill(values, parser.parseLine(record.text()));
  }

  /** Takes what fields there are; tells when they are too few or too many. */
  private UTF8String fill(Object[] values, String[] fields) {
    if (fields == null) {
      return FIELDS;
    }
    for (int i = 0; i < Math.min(width, fields.length); i++) {
      // An empty field is not a value, quoted or not.
      String field = fields[i];
      values[i] = field == null || field.isEmpty() ? null : UTF8String.fromString(field);
    }
    return fields.length == width ? null : FIELDS;
  }
}
