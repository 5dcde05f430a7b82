package dev.jetbridge.contracts.draft;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * The records of a file one by one: lines, or more than one where a quoted field holds line ends.
 *
 * <p>A record whose quotes break is its first line: what a stray quote swallowed is read anew, as
 * records of their own.
 */
final class Records implements AutoCloseable {
  /** A longer one is not a record but a quote that went astray; ingestion has the same limit. */
  static final int LONGEST = 1 << 22;

  /**
   * Bytes that stray quotes swallowed and that are read anew, besides as many as the file has:
   * quotes can be set so that each line swallows all that follow.
   */
  private static final long MOST_ANEW = 16L * LONGEST;

  private final SampleFile file;
  private final Dialect dialect;
  private final Charset charset;
  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private byte[] record = new byte[1 << 10];
  private int length;
  private long line;
  private long nextLine = 1;
  private int fields;
  private int firstEnd;
  private boolean lineEnd;
  private boolean broken;
  private int expected;
  private long anew;
  private long received;

  Records(SampleFile file, Dialect dialect) {
    this.file = file;
    this.dialect = dialect;
    this.charset = Charset.forName(dialect.encoding());
    this.in = file.open();
    skip(dialect.skipLines());
  }

  private void skip(int lines) {
    try {
      for (int i = 0; i < lines; i++) {
        length = 0;
        readLine();
      }
    } catch (IOException e) {
      throw file.refused("line " + nextLine + " cannot be read: " + e.getMessage());
    }
  }

  /** The last line of the last record. */
  long lastLine() {
    return nextLine - 1;
  }

  /** Where the last record began, from 1. */
  long line() {
    return line;
  }

  /** Whether a quote of the last record closes before its field ends, or never. */
  boolean broken() {
    return broken;
  }

  /** Tells how many fields a record has, by which one of several lines is held. */
  void expect(int count) {
    expected = count;
  }

  /** The next one that is not blank; null at the end. */
  String next() {
    try {
      boolean more = true;
      while (more) {
        line = nextLine;
        more = read();
        String text = new String(record, 0, length, charset);
        if (!isBlank(text)) {
          String clean = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
          return line == 1 && clean.startsWith("\uFEFF") ? clean.substring(1) : clean;
        }
      }
      return null;
    } catch (IOException e) {
      throw file.refused("line " + line + " cannot be read: " + e.getMessage());
    }
  }

  /** A line of nothing but spaces, unless those are delimiters. */
  private boolean isBlank(String text) {
    boolean fields = dialect.csv() && dialect.delimiter() == ' ' && text.length() > 1;
    return !fields && text.chars().allMatch(c -> c == ' ' || c == '\r');
  }

  /** Whether there may be more. */
  private boolean read() throws IOException {
    length = 0;
    broken = false;
    fields = 1;
    firstEnd = -1;
    lineEnd = false;
    boolean more = dialect.csv() ? readCsv() : readLine();
    boolean swallows = firstEnd >= 0 && (broken || (expected > 0 && fields != expected));
    if (!swallows) {
      return more;
    }
    anew += length - firstEnd;
    if (anew > MOST_ANEW + received) {
      throw file.refused(
          "too many quotes are opened and not closed before other lines, one at line " + line);
    }
    unread(firstEnd + 1);
    length = firstEnd;
    nextLine = line + 1;
    broken = true;
    return true;
  }

  private boolean readLine() throws IOException {
    int b;
    while ((b = read1()) >= 0) {
      if (b == '\n') {
        nextLine++;
        return true;
      }
      append((byte) b);
    }
    return false;
  }

  /** One record by the rules of ingestion, quotes closed or not. */
  private boolean readCsv() throws IOException {
    boolean quoted = false;
    boolean closing = false;
    boolean escaped = false;
    boolean fieldStart = true;
    int b;
    while ((b = read1()) >= 0) {
      boolean open = quoted && !closing;
      if (b == '\n') {
        nextLine++;
        if (!open) {
          lineEnd = true;
          return true;
        }
        firstEnd = firstEnd < 0 ? length : firstEnd;
      }
      if (open) {
        if (escaped) {
          escaped = false;
        } else if (dialect.escape() != dialect.quote() && b == dialect.escape()) {
          escaped = true;
        } else {
          closing = b == dialect.quote();
        }
      } else if (closing && b == dialect.quote() && dialect.escape() == dialect.quote()) {
        closing = false;
      } else {
        broken |= closing && b != dialect.delimiter() && b != '\r';
        quoted = !closing && fieldStart && b == dialect.quote();
        closing = false;
        fieldStart = b == dialect.delimiter() || (fieldStart && isMark(b));
        fields += b == dialect.delimiter() ? 1 : 0;
      }
      if (!append((byte) b)) {
        broken = true;
        return true;
      }
    }
    broken |= quoted && !closing;
    return false;
  }

  /** Whether a byte is one of the mark of UTF-8 at the beginning of the file. */
  private boolean isMark(int b) {
    return line == 1 && length < QuoteScan.MARK.length && b == (QuoteScan.MARK[length] & 0xff);
  }

  private int read1() throws IOException {
    if (at == end) {
      end = in.read(buffer);
      received += Math.max(0, end);
      at = 0;
      if (end <= 0) {
        end = 0;
        return -1;
      }
    }
    return buffer[at++] & 0xff;
  }

  /** Puts back what the record has from a place on, and the line end after it if it was read. */
  private void unread(int from) {
    int back = length - from + (lineEnd ? 1 : 0);
    byte[] joined = new byte[Math.max(1 << 16, back + end - at)];
    System.arraycopy(record, from, joined, 0, length - from);
    if (lineEnd) {
      joined[back - 1] = '\n';
    }
    System.arraycopy(buffer, at, joined, back, end - at);
    end = back + end - at;
    at = 0;
    buffer = joined;
  }

  /** False when the record is longer than one may be. */
  private boolean append(byte b) {
    if (length == record.length) {
      if (length >= LONGEST) {
        if (firstEnd >= 0) {
          at--;
          return false;
        }
        throw file.refused("the record at line " + line + " has more than " + LONGEST + " bytes");
      }
      record = Arrays.copyOf(record, 2 * length);
    }
    record[length++] = b;
    return true;
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
