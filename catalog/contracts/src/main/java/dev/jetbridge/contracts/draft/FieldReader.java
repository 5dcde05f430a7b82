package dev.jetbridge.contracts.draft;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.jetbridge.contracts.JsonScan;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import scala.collection.immutable.HashMap;

/**
 * Takes a record apart as ingestion will: CSV by Spark's own settings of its parser, JSON by ours.
 */
final class FieldReader {
  /** More fields than these have no record and no header. */
  static final int MOST_FIELDS = 20_480;

  private static final String[] TOO_MANY = new String[MOST_FIELDS + 1];

  private final CsvParserSettings settings;
  private CsvParser csv;
  private final JsonScan scan = new JsonScan();

  FieldReader(Dialect dialect) {
    HashMap<String, String> options =
        new HashMap<String, String>()
            .updated("sep", String.valueOf(dialect.delimiter()))
            .updated("quote", String.valueOf(dialect.quote()))
            .updated("escape", String.valueOf(dialect.escape()))
            .updated("maxColumns", String.valueOf(MOST_FIELDS))
            .updated("maxCharsPerColumn", "-1");
    this.settings = new CSVOptions(options, false, "UTC").asParserSettings();
    this.csv = new CsvParser(settings);
  }

  /**
   * The fields of a CSV record; null and empty ones are no values. Of too many it has no values.
   */
  String[] csv(String record) {
    try {
      String[] fields = csv.parseLine(record);
      return fields == null ? new String[] {""} : fields;
    } catch (TextParsingException e) {
      csv = new CsvParser(settings);
      return TOO_MANY;
    }
  }

  /**
   * The fields of a JSON object as text, nested ones as JSON; null for a null. Empty when the line
   * is not one object, which ingestion would take.
   */
  Optional<Map<String, Field>> json(String record) {
    byte[] in = record.getBytes(StandardCharsets.UTF_8);
    if (!scan.object(in, 0, in.length) || scan.half()) {
      return Optional.empty();
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    for (int i = 0; i < scan.count(); i++) {
      String text = scan.isNull(i) ? null : scan.text(in, i);
      Field field = new Field(text, text != null && !scan.isScalar(i));
      if (fields.putIfAbsent(scan.name(in, i), field) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(fields);
  }

  /** Whether the last line is not an object because it is nested too deeply. */
  boolean tooDeep() {
    return scan.tooDeep();
  }

  /** A value; nested when it is an object or a list. */
  record Field(String text, boolean nested) {}
}
