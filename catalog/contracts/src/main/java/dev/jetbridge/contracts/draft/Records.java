package dev.jetbridge.contracts.draft;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * The records of a file one by one: lines, or more than one where a quoted field holds line ends.
 */
final class Records implements AutoCloseable {
  /** A longer one is no record but a quote that went astray. */
  static final int LONGEST = 1 << 24;

  private final SampleFile file;
  private final Dialect dialect;
  private final Charset charset;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private byte[] record = new byte[1 << 10];
  private int length;
  private long line;
  private long nextLine = 1;

  Records(SampleFile file, Dialect dialect) {
    this.file = file;
    this.dialect = dialect;
    this.charset = Charset.forName(dialect.encoding());
    this.in = file.open();
  }

  /** Where the last record began, from 1. */
  long line() {
    return line;
  }

  /** The next one that is not blank; null at the end. */
  String next() {
    try {
      boolean more = true;
      while (more) {
        line = nextLine;
        more = read();
        String text = new String(record, 0, length, charset);
        if (!text.isBlank()) {
          String clean = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
          return line == 1 && clean.startsWith("\uFEFF") ? clean.substring(1) : clean;
        }
      }
      return null;
    } catch (IOException e) {
      throw file.refused("line " + line + " cannot be read: " + e.getMessage());
    }
  }

  /** Whether a line end was met, so that there may be more. */
  private boolean read() throws IOException {
    length = 0;
    boolean quoted = false;
    boolean escaped = false;
    int previous = dialect.delimiter();
    int b;
    while ((b = read1()) >= 0) {
      if (b == '\n') {
        nextLine++;
        if (!quoted) {
          return true;
        }
      }
      if (dialect.csv()) {
        if (escaped) {
          escaped = false;
        } else if (quoted && dialect.escape() != dialect.quote() && b == dialect.escape()) {
          escaped = true;
        } else if (b == dialect.quote() && (quoted || opens(previous))) {
          // A doubled quote closes and opens again, which leaves the state as it was.
          quoted = !quoted;
        }
      }
      append((byte) b);
      previous = b;
    }
    return false;
  }

  private boolean opens(int previous) {
    return previous == dialect.delimiter() || previous == dialect.quote();
  }

  private int read1() throws IOException {
    if (at == end) {
      end = in.read(buffer);
      at = 0;
      if (end <= 0) {
        end = 0;
        return -1;
      }
    }
    return buffer[at++] & 0xff;
  }

  private void append(byte b) {
    if (length == record.length) {
      if (length >= LONGEST) {
        throw file.refused("the record at line " + line + " has more than " + LONGEST + " bytes");
      }
      record = Arrays.copyOf(record, 2 * length);
    }
    record[length++] = b;
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw file.refused("it cannot be closed: " + e.getMessage());
    }
  }
}
