package dev.jetbridge.pipelines.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.LongConsumer;

/**
 * One pass over the bytes of a file: splits records outside quotes, counts them, checks the
 * encoding and the quotes. It looks at eight bytes at a time and stops only where a quote, a line
 * end or a byte outside ASCII is.
 */
final class ByteScan {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;

  private final boolean csv;
  private final byte quote;
  private final byte escape;
  private final byte delimiter;
  private final boolean utf8;
  private final LongConsumer onRecordEnd;

  private long line = 1;
  private long records;
  private boolean multiline;
  private boolean quoted;
  private long quoteLine;
  private boolean closing;
  private boolean escaped;
  private boolean carriageReturn;
  private boolean blank = true;
  private boolean fieldStart = true;
  private final Utf8Check encoding = new Utf8Check();

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
    this.csv = layout.csv();
    this.quote = (byte) layout.quote();
    this.escape = (byte) layout.escape();
    this.delimiter = (byte) layout.delimiter();
    this.utf8 = layout.encoding().equalsIgnoreCase("UTF-8");
    this.onRecordEnd = onRecordEnd;
  }

  long records() {
    return records;
  }

  boolean multiline() {
    return multiline;
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
      throw new Fault("truncated: the compressed data ends too early", "line " + line);
    }
    finish(offset);
  }

  private void scan(byte[] bytes, int length, long offset) throws Fault {
    int i = 0;
    int lineStart = 0;
    while (i < length) {
      if (i + 8 <= length && !carriageReturn && !closing && !escaped && encoding.complete()) {
        long word = (long) LONGS.get(bytes, i);
        if ((word & HIGH) == 0 && !interesting(word)) {
          i += 8;
          fieldStart = bytes[i - 1] == delimiter;
          continue;
        }
      }
      byte b = bytes[i];
      if (b < 0 || !encoding.complete()) {
        if (utf8 && !encoding.accept(b)) {
          throw new Fault("encoding: not valid UTF-8", "line " + line);
        }
      }
      if (carriageReturn && b != '\n') {
        throw new Fault("line-end: a carriage return without a line feed", "line " + line);
      }
      carriageReturn = false;
      if (b == '\n') {
        if (quoted && !closing) {
          multiline = true;
          blank = false;
        } else {
          quoted = false;
          closing = false;
          if (blank) {
            blank = isBlank(bytes, lineStart, i);
          }
          if (!blank) {
            records++;
            onRecordEnd.accept(offset + i + 1);
          }
          blank = true;
          fieldStart = true;
          lineStart = i + 1;
        }
        line++;
      } else if (csv) {
        field(b);
      } else if (b == '\r') {
        carriageReturn = true;
      }
      i++;
    }
    if (blank) {
      blank = isBlank(bytes, lineStart, length);
    }
  }

  /** A byte of a CSV record that is not a line feed. */
  private void field(byte b) throws Fault {
    if (quoted) {
      if (closing) {
        closing = false;
        if (b == quote) {
          return;
        }
        quoted = false;
        if (b == '\r') {
          carriageReturn = true;
        } else if (b != delimiter) {
          throw new Fault("quote: text after a closing quote", "line " + line);
        }
        fieldStart = b == delimiter;
      } else if (escaped) {
        escaped = false;
      } else if (escape != quote && b == escape) {
        escaped = true;
      } else if (b == quote) {
        closing = true;
      }
    } else if (b == quote && fieldStart) {
      quoted = true;
      quoteLine = line;
      fieldStart = false;
    } else {
      carriageReturn = b == '\r';
      fieldStart = b == delimiter;
    }
  }

  private void finish(long offset) throws Fault {
    if (quoted && !closing) {
      throw new Fault("quote: opened and never closed", "line " + quoteLine);
    }
    if (!encoding.complete()) {
      throw new Fault("encoding: ends within a UTF-8 character", "line " + line);
    }
    if (!blank) {
      records++;
      onRecordEnd.accept(offset);
    }
  }

  private boolean interesting(long word) {
    return hasZero(word ^ (ONES * '\n'))
        || hasZero(word ^ (ONES * '\r'))
        || (csv
            && (hasZero(word ^ (ONES * (quote & 0xffL)))
                || (escape != quote && hasZero(word ^ (ONES * (escape & 0xffL))))));
  }

  private static boolean hasZero(long word) {
    return ((word - ONES) & ~word & HIGH) != 0;
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] < 0 || bytes[i] > ' ') {
        return false;
      }
    }
    return true;
  }
}
