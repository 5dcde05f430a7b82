package dev.jetbridge.pipelines.ingest.format.text;

import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The records of a sample one by one, divided as ingestion divides them. One whose end is not where
 * it should be is its first line: what it swallowed is read anew, as records of their own.
 */
public class SampleRecords implements AutoCloseable {
  /**
   * Bytes that records swallowed and that are read anew, besides as many as the file has: quotes
   * can be set so that each line swallows all that follow.
   */
  private static final long MOST_ANEW = 16L * ByteScan.LONGEST_RECORD;

  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final SampleFile file;
  private final RecordLayout layout;
  private final InputStream in;
  private byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private byte[] record = new byte[1 << 10];
  private int length;
  private long line;
  private long nextLine = 1;
  private int firstEnd;
  private boolean lineEnd;
  private boolean broken;
  private long anew;
  private long received;

  public SampleRecords(SampleFile file, RecordLayout layout) {
    this.file = file;
    this.layout = layout;
    this.in = file.open();
    try {
      fill();
      at = startsWithMark() ? MARK.length : 0;
      for (int i = 0; i < layout.skipLines(); i++) {
        length = 0;
        readLine();
      }
    } catch (IOException e) {
      throw file.refused("line " + nextLine + " cannot be read: " + e.getMessage());
    }
  }

  private boolean startsWithMark() {
    return end >= MARK.length && Arrays.equals(buffer, 0, MARK.length, MARK, 0, MARK.length);
  }

  /** A record begins. */
  protected void begin() {}

  /**
   * A record has a byte.
   *
   * @param open whether a line end here would be a part of it
   */
  protected void took(byte b, boolean open) {}

  /** Whether the record that was read, of several lines, is one by what it holds. */
  protected boolean fits() {
    return true;
  }

  /** The last line of the last record. */
  public long lastLine() {
    return nextLine - 1;
  }

  /** Where the last record began, from 1. */
  public long line() {
    return line;
  }

  /** Whether the end of the last record is not where it should be. */
  public boolean broken() {
    return broken;
  }

  /** The next one that is not blank; null at the end. */
  public String next() {
    try {
      boolean more = true;
      while (more) {
        line = nextLine;
        more = read();
        if (!layout.isBlank(record, 0, length)) {
          int to = BlankLine.end(record, 0, length);
          return new String(record, 0, to, layout.charset());
        }
      }
      return null;
    } catch (IOException e) {
      throw file.refused("line " + line + " cannot be read: " + e.getMessage());
    }
  }

  /** Whether there may be more. */
  private boolean read() throws IOException {
    length = 0;
    broken = false;
    firstEnd = -1;
    lineEnd = false;
    begin();
    boolean more = readRecord();
    if (firstEnd < 0 || (!broken && fits())) {
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

  /** One record by the rules of ingestion, whether it ends well or not. */
  private boolean readRecord() throws IOException {
    RecordEnds ends = layout.ends();
    int b;
    while ((b = read1()) >= 0) {
      boolean open = ends.open();
      if (b == '\n') {
        nextLine++;
        if (ends.acceptLineFeed()) {
          lineEnd = true;
          return true;
        }
        firstEnd = firstEnd < 0 ? length : firstEnd;
      } else {
        broken |= !ends.accept((byte) b);
      }
      took((byte) b, open);
      if (!append((byte) b)) {
        broken = true;
        return true;
      }
    }
    broken |= ends.open();
    return false;
  }

  private int read1() throws IOException {
    if (at == end) {
      fill();
      if (end == 0) {
        return -1;
      }
    }
    return buffer[at++] & 0xff;
  }

  private void fill() throws IOException {
    end = in.readNBytes(buffer, 0, buffer.length);
    received += end;
    at = 0;
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
      if (length >= ByteScan.LONGEST_RECORD) {
        if (firstEnd >= 0) {
          at--;
          return false;
        }
        throw file.refused(
            "the record at line " + line + " has more than " + ByteScan.LONGEST_RECORD + " bytes");
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
