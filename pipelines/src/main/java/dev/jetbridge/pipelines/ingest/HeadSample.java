package dev.jetbridge.pipelines.ingest;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.jetbridge.contracts.JsonScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Some values of a column from the first bytes of a file, to tell what it may be. */
final class HeadSample {
  private static final int RECORDS = 200;

  private HeadSample() {}

  /** Those of a CSV column, by its place; not the empty ones. */
  static List<String> csv(List<String> records, FileLayout layout, int place) {
    return csv(records.stream().map(line -> fields(layout, line)).toList(), place);
  }

  /** The same of records that were taken apart. */
  static List<String> csv(List<String[]> records, int place) {
    List<String> values = new ArrayList<>();
    for (String[] fields : records) {
      if (fields.length > place && fields[place] != null) {
        values.add(fields[place].trim());
      }
    }
    return values;
  }

  /** The fields of a CSV record as they are; null for empty ones. */
  static String[] fields(FileLayout layout, String line) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(layout.delimiter());
    settings.getFormat().setQuote(layout.quote());
    settings.getFormat().setQuoteEscape(layout.escape());
    // A record may begin with any character, so with the one that begins comments by default.
    settings.setCommentProcessingEnabled(false);
    settings.getFormat().setComment('\0');
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    // As many fields as there could be: the parser makes room for each.
    settings.setMaxColumns(line.length() + 1);
    settings.setInputBufferSize(line.length() + 1);
    settings.setMaxCharsPerColumn(-1);
    String[] fields = new CsvParser(settings).parseLine(line);
    return fields == null ? new String[0] : fields;
  }

  /** Those of a JSON field, as they are written. */
  static List<String> json(List<String> records, String field) {
    List<String> values = new ArrayList<>();
    JsonScan scan = new JsonScan();
    for (String line : records) {
      byte[] in = line.getBytes(StandardCharsets.UTF_8);
      // The last line is cut off; a broken one says nothing about the field.
      boolean whole = scan.object(in, 0, in.length);
      for (int i = 0; whole && i < scan.count(); i++) {
        if (scan.isScalar(i) && scan.name(in, i).equals(field)) {
          values.add(scan.text(in, i));
        }
      }
    }
    return values;
  }

  /**
   * Records of CSV as they stand in bytes.
   *
   * @param whole whether the file ends there; else the last record is cut off
   */
  static List<String> csv(byte[] head, int from, boolean whole, FileLayout layout) {
    List<String> records = new ArrayList<>();
    QuoteState quotes = new QuoteState(layout);
    int start = from;
    for (int i = from; i < head.length && records.size() < RECORDS; i++) {
      if (head[i] != '\n') {
        quotes.accept(head[i]);
      } else if (quotes.acceptLineFeed()) {
        records.add(line(head, start, i, layout));
        start = i + 1;
      }
    }
    if (start < head.length && (whole || records.isEmpty())) {
      records.add(line(head, start, head.length, layout));
    }
    return records;
  }

  private static String line(byte[] head, int from, int to, FileLayout layout) {
    int end = to > from && head[to - 1] == '\r' ? to - 1 : to;
    return new String(head, from, end - from, layout.charset());
  }

  /** Whole lines: the last one is cut off unless it is the only one. */
  static List<String> lines(String text) {
    List<String> lines = text.lines().limit(RECORDS + 1L).toList();
    return lines.size() < 2 ? lines : lines.subList(0, lines.size() - 1);
  }
}
