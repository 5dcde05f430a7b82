package dev.jetbridge.pipelines.ingest;

import com.univocity.parsers.csv.CsvParser;
import java.io.Serializable;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Predef;
import scala.collection.JavaConverters;

/**
 * Divides records of CSV into fields, with the parser and the options of Spark's own reader.
 * Spark's from_csv does the same within a plan, whose analysis takes minutes where there are some
 * thousand columns: the fields of a structure, each taken out of it for itself.
 */
final class CsvFields implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Behind the fields: what is wrong, file, record, offset and text. */
  private static final int MORE = 5;

  private static final UTF8String FIELDS = UTF8String.fromString(RawReader.FIELDS);
  private static final UTF8String QUOTES = UTF8String.fromString(RawReader.QUOTES);

  private final FileLayout layout;
  private final LinkedHashMap<String, String> options;
  private final int width;

  /**
   * @param options of Spark's reader
   * @param width how many fields a record has
   */
  CsvFields(FileLayout layout, Map<String, String> options, int width) {
    this.layout = layout;
    this.options = new LinkedHashMap<>(options);
    this.width = width;
  }

  /** The rows of pieces, which share a parser: to make one costs more than to read a small file. */
  Iterator<InternalRow> rows(Iterator<FileCheck.Piece> pieces) {
    CSVOptions parsing =
        new CSVOptions(
            JavaConverters.mapAsScalaMap(options).toMap(Predef.$conforms()), false, "UTC");
    CsvParser parser = new CsvParser(parsing.asParserSettings());
    return new Iterator<>() {
      private Iterator<RecordReader.Text> records = pieces.hasNext() ? open() : null;

      private Iterator<RecordReader.Text> open() {
        return new RecordReader(pieces.next(), layout);
      }

      @Override
      public boolean hasNext() {
        // Not before the last row was taken: which file is read is asked of the thread.
        while (records != null && !records.hasNext()) {
          records = pieces.hasNext() ? open() : null;
        }
        return records != null;
      }

      @Override
      public InternalRow next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return row(records.next(), parser);
      }
    };
  }

  private InternalRow row(RecordReader.Text record, CsvParser parser) {
    Object[] values = new Object[width + MORE];
    values[width] = record.brokenQuotes() ? QUOTES : fill(values, parser.parseLine(record.text()));
    values[width + 1] = UTF8String.fromString(record.file());
    values[width + 2] = record.number();
    values[width + 3] = record.offset();
    values[width + 4] = UTF8String.fromString(record.text());
    return new GenericInternalRow(values);
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
