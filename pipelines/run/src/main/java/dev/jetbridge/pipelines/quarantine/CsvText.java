package dev.jetbridge.pipelines.quarantine;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * CSV as RFC 4180 has it, without any change to what stands in a field: blanks, quotes and ends of
 * lines stay, and a field that is quoted and empty is a text, one that is not quoted is none.
 */
final class CsvText {
  private static final char QUOTE = '"';

  private final Reader in;
  private final char delimiter;
  private int next;
  private long line = 1;
  private long begun = 1;

  /** Reads what is left of a file. */
  CsvText(Reader in, char delimiter) throws IOException {
    this.in = in;
    this.delimiter = delimiter;
    this.next = in.read();
  }

  /** A record as a line; null is an empty field. */
  static String line(List<String> fields) {
    StringBuilder line = new StringBuilder();
    for (String field : fields) {
      if (line.length() > 0) {
        line.append(',');
      }
      if (field != null) {
        line.append(isPlain(field) ? field : QUOTE + field.replace("\"", "\"\"") + QUOTE);
      }
    }
    return line.append('\n').toString();
  }

  private static boolean isPlain(String field) {
    return !field.isEmpty()
        && field.chars().noneMatch(c -> c < ' ' || c == QUOTE || c == ',' || c == ';')
        && field.charAt(0) != ' '
        && field.charAt(field.length() - 1) != ' ';
  }

  /** Where the record begins that was read last, from 1. */
  long line() {
    return begun;
  }

  /**
   * The fields of the next record, null for one that is not there; null at the end. Blank lines are
   * none.
   *
   * @throws IOException also when a quote is not closed, with the line
   */
  List<String> record() throws IOException {
    while (next == '\n' || next == '\r') {
      take();
    }
    begun = line;
    if (next < 0) {
      return null;
    }
    List<String> fields = new ArrayList<>();
    fields.add(field());
    while (next == delimiter) {
      take();
      fields.add(field());
    }
    return fields;
  }

  private String field() throws IOException {
    StringBuilder field = new StringBuilder();
    boolean quoted = next == QUOTE;
    if (quoted) {
      quoted(field);
    }
    while (next >= 0 && next != delimiter && next != '\n' && next != '\r') {
      field.append(take());
    }
    return quoted || field.length() > 0 ? field.toString() : null;
  }

  private void quoted(StringBuilder field) throws IOException {
    long start = line;
    take();
    while (true) {
      if (next < 0) {
        throw new IOException("line " + start + " begins a quote that is not closed");
      }
      char c = take();
      if (c != QUOTE) {
        field.append(c);
      } else if (next == QUOTE) {
        field.append(take());
      } else {
        return;
      }
    }
  }

  private char take() throws IOException {
    char taken = (char) next;
    next = in.read();
    // A carriage return and a line feed are one end.
    if (taken == '\n' || (taken == '\r' && next != '\n')) {
      line++;
    }
    return taken;
  }
}
