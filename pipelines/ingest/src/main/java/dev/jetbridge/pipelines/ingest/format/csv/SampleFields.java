package dev.jetbridge.pipelines.ingest.format.csv;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.jetbridge.pipelines.ingest.draft.FileProfile;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import scala.collection.immutable.HashMap;

/** Takes records of a sample apart as ingestion will: by Spark's own settings of its parser. */
final class SampleFields {
  private static final String[] TOO_MANY = new String[FileProfile.MOST_COLUMNS + 1];

  private final CsvParserSettings settings;
  private CsvParser parser;

  SampleFields(CsvDialect dialect) {
    HashMap<String, String> options =
        new HashMap<String, String>()
            .updated("sep", String.valueOf(dialect.delimiter()))
            .updated("quote", String.valueOf(dialect.quote()))
            .updated("escape", String.valueOf(dialect.escape()))
            .updated("maxColumns", String.valueOf(FileProfile.MOST_COLUMNS))
            .updated("maxCharsPerColumn", "-1");
    this.settings = new CSVOptions(options, false, "UTC").asParserSettings();
    this.parser = new CsvParser(settings);
  }

  /** The fields of a record; null and empty ones are no values. Of too many it has no values. */
  String[] of(String record) {
    try {
      String[] fields = parser.parseLine(record);
      return fields == null ? new String[] {""} : fields;
    } catch (TextParsingException e) {
      parser = new CsvParser(settings);
      return TOO_MANY;
    }
  }
}
