package dev.jetbridge.pipelines.ingest.format.text;

import dev.jetbridge.pipelines.ingest.format.FileFault;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.ZipException;

/**
 * One pass over the bytes of a file: divides it into records, counts them, checks the encoding and
 * the length of records. It looks at eight bytes at a time and stops only where a line end, a NUL,
 * a byte outside ASCII or one is that the ends of records depend on.
 */
public final class ByteScan {
  /** Bytes that one record may have, its line end included. */
  public static final int LONGEST_RECORD = 4 << 20;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;

  private static final byte[] NONE = new byte[0];

  private final RecordLayout layout;
  private final RecordListener listener;
  private final EncodingCheck encoding;
  private final RecordEnds ends;

  private long line = 1;
  private long records;
  private long recordStart;
  private long longest;
  private boolean overlong;
  private long openLine;
  private boolean carriageReturn;

  /** Whether the record is blank so far, and whether nobody would see anything of it. */
  private boolean blank = true;

  private boolean unseen = true;
  private boolean anyUnseen;
  private int linesToSkip;
  private long skipped;

  public ByteScan(RecordLayout layout, RecordListener listener) {
    this(layout, layout.ends(), listener);
  }

  /**
   * @param ends those of the layout, for one who asks them afterwards
   */
  public ByteScan(RecordLayout layout, RecordEnds ends, RecordListener listener) {
    this.layout = layout;
    this.listener = listener;
    this.encoding = new EncodingCheck(layout.charset());
    this.ends = ends;
    this.linesToSkip = layout.skipLines();
  }

  /** How many records there are, a header among them. */
  public long records() {
    return records;
  }

  /**
   * Whether a record is of blanks, tabs and control characters only, though it is no blank line.
   */
  public boolean anyUnseen() {
    return anyUnseen;
  }

  /** Whether it ended because a record is too long. */
  public boolean overlong() {
    return overlong;
  }

  /** The bytes of the longest record. */
  public long longest() {
    return longest;
  }

  /** Where the lines end that are not read. */
  public long skipped() {
    return skipped;
  }

  /** Scans to the end of the stream. */
  public void scan(InputStream in, byte[] buffer) throws IOException, FileFault {
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

  private void scan(byte[] bytes, int length, long offset) throws FileFault {
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
          ends.skippedTo(bytes[i - 1]);
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
      if (b == '\n') {
        if (ends.acceptLineFeed()) {
          endRecord(bytes, lineStart, i, offset + i + 1);
          lineStart = i + 1;
        } else {
          blank = false;
        }
        line++;
      } else {
        accept(b);
      }
      i++;
    }
    lookAt(bytes, lineStart, length);
    if (lineStart < length) {
      listener.begun(bytes, lineStart, length);
    }
    checkLength(offset + length);
  }

  /** Whether bytes that are not interesting change nothing here. */
  private boolean steady() {
    return !carriageReturn && linesToSkip == 0 && ends.steady() && encoding.complete();
  }

  private void endRecord(byte[] bytes, int from, int to, long end) throws FileFault {
    lookAt(bytes, from, to);
    checkLength(end);
    longest = Math.max(longest, end - recordStart);
    recordStart = end;
    anyUnseen |= unseen && !blank;
    if (!blank) {
      records++;
    }
    listener.ended(bytes, from, to, end, blank);
    blank = true;
    unseen = true;
  }

  /** What is opened and never closed makes one long record of what follows it. */
  private void checkLength(long end) throws FileFault {
    if (end - recordStart > LONGEST_RECORD) {
      overlong = true;
      throw ends.open()
          ? new FileFault(
              ends.what() + ": opened and not closed within " + LONGEST_RECORD + " bytes",
              "line " + openLine)
          : fault("record: longer than the limit of " + LONGEST_RECORD + " bytes");
    }
  }

  /** A byte of a record that is not a line feed. */
  private void accept(byte b) throws FileFault {
    boolean wasOpen = ends.open();
    boolean wasWithin = ends.within();
    if (!ends.accept(b) && layout.header() && records == 0) {
      throw fault("header: text after a closing " + ends.what());
    }
    if (!wasWithin && ends.within()) {
      openLine = line;
    }
    if (b == '\r') {
      carriageReturn = !wasOpen;
    }
  }

  private void finish(long offset) throws FileFault {
    if (ends.open()) {
      throw new FileFault(ends.what() + ": opened and never closed", "line " + openLine);
    }
    encoding.finish(line);
    ends.finish();
    endRecord(NONE, 0, 0, offset);
  }

  private FileFault fault(String reason) {
    return new FileFault(reason, "line " + line);
  }

  private boolean interesting(long word) {
    return hasZero(word)
        || hasZero(word ^ (ONES * '\n'))
        || hasZero(word ^ (ONES * '\r'))
        || ends.watchesFor(word);
  }

  /** Whether one of eight bytes is this one. */
  public static boolean holds(long word, byte b) {
    return hasZero(word ^ (ONES * (b & 0xffL)));
  }

  private static boolean hasZero(long word) {
    return ((word - ONES) & ~word & HIGH) != 0;
  }

  /** Takes a part of a line into account for whether its record is blank. */
  private void lookAt(byte[] bytes, int from, int to) {
    if (blank) {
      blank = layout.isBlank(bytes, from, to);
    }
    for (int i = from; unseen && i < to; i++) {
      unseen = bytes[i] >= 0 && bytes[i] <= ' ';
    }
  }
}
