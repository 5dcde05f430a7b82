package dev.jetbridge.pipelines.ingest.format.text;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.RecordText;
import dev.jetbridge.pipelines.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.rdd.InputFileBlockHolder;

/**
 * The records of a file, or of a piece of it, as text with their number and offset in the file,
 * without header and trailer. It divides as the byte pass does, which the file has passed: so lines
 * end in a line feed.
 */
public final class RecordReader implements Iterator<RecordText> {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final FileCheck file;
  private final long last;
  private final RecordLayout layout;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final ByteArrayOutputStream record = new ByteArrayOutputStream();
  private final RecordEnds ends;
  private int from;
  private int to;
  private long offset;
  private long number;
  private boolean broken;
  private RecordText next;

  public RecordReader(FileCheck.Piece piece, RecordLayout layout) {
    this.file = piece.file();
    this.last = piece.records();
    this.layout = layout;
    this.ends = layout.ends();
    // As Spark's own readers do for input_file_name().
    InputFileBlockHolder.set(file.file().path(), 0, file.file().bytes());
    try {
      InputStream raw = Storage.open(file.file().path());
      this.in = file.file().isGzip() ? new GzipContent(raw, buffer.length) : raw;
      if (piece.from().equals(FileCheck.Cut.START)) {
        passHead();
      } else {
        offset = piece.from().offset();
        number = piece.from().records();
        Storage.skip(in, offset);
      }
      advance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public RecordText next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    RecordText record = next;
    try {
      advance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return record;
  }

  private void advance() throws IOException {
    // What follows the last record is the trailer.
    next = number == last ? null : read();
    if (next == null) {
      in.close();
    }
  }

  private void passHead() throws IOException {
    passMark();
    for (int i = 0; i < layout.skipLines(); i++) {
      passLine();
    }
    if (layout.header()) {
      read();
      number = 0;
    }
  }

  private void passMark() throws IOException {
    while (to < MARK.length) {
      int read = in.read(buffer, to, buffer.length - to);
      if (read < 0) {
        break;
      }
      to += read;
    }
    if (to >= MARK.length && buffer[0] == MARK[0] && buffer[1] == MARK[1] && buffer[2] == MARK[2]) {
      from = MARK.length;
      offset = MARK.length;
    }
  }

  /** The next record that is not blank; null at the end. */
  private RecordText read() throws IOException {
    boolean more = true;
    while (more) {
      long start = offset;
      record.reset();
      broken = false;
      more = readBytes();
      byte[] bytes = record.toByteArray();
      if (!layout.isBlank(bytes, 0, bytes.length)) {
        boolean returns = bytes[bytes.length - 1] == '\r';
        String line = new String(bytes, 0, bytes.length - (returns ? 1 : 0), layout.charset());
        return new RecordText(file.file().hash(), ++number, start, line, broken);
      }
    }
    return null;
  }

  private void passLine() throws IOException {
    while (from < to || fill()) {
      offset++;
      if (buffer[from++] == '\n') {
        return;
      }
    }
  }

  /** The bytes up to the next end of a record, without it; false at the end of the file. */
  private boolean readBytes() throws IOException {
    while (true) {
      int start = from;
      while (from < to) {
        byte b = buffer[from++];
        offset++;
        if (b == '\n') {
          if (ends.acceptLineFeed()) {
            record.write(buffer, start, from - 1 - start);
            return true;
          }
        } else {
          broken |= !ends.accept(b);
        }
      }
      record.write(buffer, start, to - start);
      if (!fill()) {
        return false;
      }
    }
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer, 0, buffer.length));
    return to > 0;
  }
}
