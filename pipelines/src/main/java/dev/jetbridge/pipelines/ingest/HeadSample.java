package dev.jetbridge.pipelines.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import java.util.ArrayList;
import java.util.List;

/** Some values of a column from the first bytes of a file, to tell what it may be. */
final class HeadSample {
  private static final int RECORDS = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private HeadSample() {}

  /** Those of a CSV column, by its place in the header; not the empty ones. */
  static List<String> csv(List<String> records, FileLayout layout, int place) {
    List<String> values = new ArrayList<>();
    for (String line : records) {
      String[] fields = new CsvParser(BytePass.csvSettings(layout, line)).parseLine(line);
      if (fields != null && fields.length > place && fields[place] != null) {
        values.add(fields[place]);
      }
    }
    return values;
  }

  /** Those of a JSON field. */
  static List<String> json(List<String> records, String field) {
    List<String> values = new ArrayList<>();
    for (String line : records) {
      try {
        JsonNode value = JSON.readTree(line).path(field);
        if (value.isValueNode() && !value.isNull()) {
          values.add(value.asText());
        }
      } catch (JsonProcessingException e) {
        // The last line is cut off; a broken one says nothing about the field.
      }
    }
    return values;
  }

  /** Whole lines after the first, which is the header of a CSV file and one object of many else. */
  static List<String> records(String head) {
    List<String> lines = head.lines().limit(RECORDS + 2L).toList();
    return lines.size() < 2 ? lines : lines.subList(1, Math.max(2, lines.size() - 1));
  }
}
