package dev.jetbridge.pipelines.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;
import java.util.zip.ZipException;

/**
 * One pass over the bytes of a file: splits records outside quotes, counts them, checks the
 * encoding, the quotes and the length of records. Of CSV it looks at eight bytes at a time and
 * stops only where a quote, a line end, a NUL or a byte outside ASCII is.
 */
final class ByteScan {
  /** Bytes that one record may have, its line end included. */
  static final int LONGEST_RECORD = 4 << 20;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;

  private final boolean csv;
  private final byte quote;
  private final byte escape;
  private final LongConsumer onRecordEnd;
  private final EncodingCheck encoding;
  private final QuoteState quotes;
  private final TrailerMark trailerMark;
  private final FileLayout layout;

  private long line = 1;
  private long records;
  private long recordStart;
  private long longest;
  private long trailers;
  private long firstTrailerLine;
  private boolean unlikeSpark;
  private boolean overlong;
  private long quoteLine;
  private boolean carriageReturn;

  /** Whether the record is blank so far, and whether Spark's reader would take it for blank. */
  private boolean blank = true;

  private boolean blankToSpark = true;
  private int linesToSkip;
  private long skipped;

  /** A fault at a line; the file is refused. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    private final String place;

    Fault(String reason, String place) {
      super(reason);
      this.place = place;
    }

    String place() {
      return place;
    }
  }

  /**
   * @param onRecordEnd told the offset after each record that is not blank, line end included
   */
  ByteScan(FileLayout layout, LongConsumer onRecordEnd) {
    this.layout = layout;
    this.csv = layout.csv();
    this.linesToSkip = layout.skipLines();
    // Spark's own reader takes the first line for the header.
    this.unlikeSpark = linesToSkip > 0;
    this.quote = (byte) layout.quote();
    this.escape = (byte) layout.escape();
    this.onRecordEnd = onRecordEnd;
    this.encoding = new EncodingCheck(layout.charset());
    this.quotes = new QuoteState(layout);
    this.trailerMark = new TrailerMark(layout);
  }

  long records() {
    return records;
  }

  /** Whether Spark's own reader may see other records: see {@link FileCheck#unlikeSpark}. */
  boolean unlikeSpark() {
    return unlikeSpark;
  }

  /** Whether it ended because a record is too long. */
  boolean overlong() {
    return overlong;
  }

  /** The bytes of the longest record. */
  long longest() {
    return longest;
  }

  /** How many records begin with the marker of the trailer. */
  long trailers() {
    return trailers;
  }

  /** The line of the first of them. */
  long firstTrailerLine() {
    return firstTrailerLine;
  }

  /** Where the lines end that are not read. */
  long skipped() {
    return skipped;
  }

  /** Scans to the end of the stream. */
  void scan(InputStream in, byte[] buffer) throws IOException, Fault {
    long offset = 0;
    int length;
    try {
      while ((length = in.read(buffer, 0, buffer.length)) > 0) {
        scan(buffer, length, offset);
        offset += length;
      }
    } catch (EOFException e) {
      throw fault("truncated: the compressed data ends too early");
    } catch (ZipException e) {
      throw fault("gzip: " + e.getMessage());
    }
    finish(offset);
  }

  private void scan(byte[] bytes, int length, long offset) throws Fault {
    int i = offset == 0 ? encoding.mark(bytes, length) : 0;
    int lineStart = i;
    if (offset == 0) {
      skipped = i;
    }
    while (i < length) {
      if (i + 8 <= length && steady()) {
        long word = (long) LONGS.get(bytes, i);
        if ((word & HIGH) == 0 && !interesting(word)) {
          i += 8;
          if (csv) {
            quotes.skippedTo(bytes[i - 1]);
          }
          continue;
        }
      }
      byte b = bytes[i];
      if (b <= 0 || !encoding.complete()) {
        encoding.accept(b, line);
      }
      if (carriageReturn && b != '\n') {
        throw fault("line-end: a carriage return without a line feed");
      }
      carriageReturn = false;
      if (linesToSkip > 0) {
        if (b == '\n') {
          linesToSkip--;
          line++;
          skipped = offset + i + 1;
          recordStart = skipped;
          lineStart = i + 1;
        }
        i++;
        continue;
      }
      if (trailerMark.watching() && trailerMark.accept(b) && trailers++ == 0) {
        firstTrailerLine = line;
      }
      if (b == '\n') {
        if (csv && !quotes.acceptLineFeed()) {
          unlikeSpark = true;
          blank = false;
        } else {
          lookAt(bytes, lineStart, i);
          endRecord(offset + i + 1);
          lineStart = i + 1;
        }
        line++;
      } else if (csv) {
        field(b);
      } else {
        carriageReturn = b == '\r';
      }
      i++;
    }
    lookAt(bytes, lineStart, length);
    checkLength(offset + length);
  }

  /** Whether bytes that are not interesting change nothing here. */
  private boolean steady() {
    return !carriageReturn
        && linesToSkip == 0
        && quotes.steady()
        && encoding.complete()
        && !trailerMark.watching();
  }

  private void endRecord(long end) throws Fault {
    checkLength(end);
    longest = Math.max(longest, end - recordStart);
    recordStart = end;
    unlikeSpark |= blankToSpark && !blank;
    if (!blank) {
      records++;
      onRecordEnd.accept(end);
    }
    blank = true;
    blankToSpark = true;
    trailerMark.begin();
  }

  /** A quote that is never closed makes one long record of what follows it. */
  private void checkLength(long end) throws Fault {
    if (end - recordStart > LONGEST_RECORD) {
      overlong = true;
      throw quotes.open()
          ? new Fault(
              "quote: opened and not closed within " + LONGEST_RECORD + " bytes",
              "line " + quoteLine)
          : fault("record: longer than the limit of " + LONGEST_RECORD + " bytes");
    }
  }

  /** A byte of a CSV record that is not a line feed. */
  private void field(byte b) throws Fault {
    boolean wasOpen = quotes.open();
    boolean wasQuoted = quotes.quoted();
    if (!quotes.accept(b)) {
      if (layout.header() && records == 0) {
        throw fault("header: text behind a closing quote");
      }
      unlikeSpark = true;
    }
    if (!wasQuoted && quotes.quoted()) {
      quoteLine = line;
    }
    if (b == '\r') {
      unlikeSpark |= wasOpen;
      carriageReturn = !wasOpen;
    }
  }

  private void finish(long offset) throws Fault {
    if (quotes.open()) {
      throw new Fault("quote: opened and never closed", "line " + quoteLine);
    }
    encoding.finish(line);
    if (trailerMark.complete() && trailers++ == 0) {
      firstTrailerLine = line;
    }
    endRecord(offset);
  }

  private Fault fault(String reason) {
    return new Fault(reason, "line " + line);
  }

  private boolean interesting(long word) {
    return hasZero(word)
        || hasZero(word ^ (ONES * '\n'))
        || hasZero(word ^ (ONES * '\r'))
        || (csv && opensOrCloses(word));
  }

  private boolean opensOrCloses(long word) {
    return hasZero(word ^ (ONES * (quote & 0xffL)))
        || (escape != quote && hasZero(word ^ (ONES * (escape & 0xffL))));
  }

  private static boolean hasZero(long word) {
    return ((word - ONES) & ~word & HIGH) != 0;
  }

  /** Takes a part of a line into account for whether its record is blank. */
  private void lookAt(byte[] bytes, int from, int to) {
    if (blank) {
      blank = layout.isBlank(bytes, from, to);
    }
    for (int i = from; blankToSpark && i < to; i++) {
      blankToSpark = bytes[i] >= 0 && bytes[i] <= ' ';
    }
  }
}
