package dev.jetbridge.contracts.draft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.catalyst.json.JSONOptions;
import scala.collection.immutable.HashMap;

/**
 * Takes a record apart as Spark will when it is ingested, by Spark's own settings of its parsers.
 */
final class FieldReader {
  /** More fields than these have no record and no header. */
  static final int MOST_FIELDS = 20_480;

  private static final String[] TOO_MANY = new String[MOST_FIELDS + 1];

  private final CsvParserSettings settings;
  private CsvParser csv;
  private final JsonFactory json;

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
    this.json =
        new JSONOptions(new HashMap<String, String>(), "UTC", "_corrupt").buildJsonFactory();
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
   * The fields of a JSON object as text, nested ones as JSON; null for a null.
   *
   * @throws IOException when the line is not one JSON object
   */
  Map<String, Field> json(String record) throws IOException {
    Map<String, Field> fields = new LinkedHashMap<>();
    try (JsonParser parser = json.createParser(record)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        fields.put(name, new Field(text(parser, token), token.isStructStart()));
      }
      if (parser.nextToken() != null) {
        throw new IOException("more than one object");
      }
    }
    return fields;
  }

  /** A value; nested when it is an object or a list. */
  record Field(String text, boolean nested) {}

  private String text(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token == JsonToken.VALUE_STRING) {
      return parser.getText();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator generator = json.createGenerator(bytes)) {
      generator.copyCurrentStructure(parser);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
