package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.storage.Storage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * The records of one file as text with their number and offset. It splits as the byte pass does,
 * which the file has passed: so quotes close and lines end in a line feed.
 */
final class RecordReader implements Iterator<Row> {
  private final FileCheck file;
  private final FileLayout layout;
  private final InputStream in;
  private long offset;
  private long number;
  private Row next;

  RecordReader(FileCheck file, FileLayout layout) {
    this.file = file;
    this.layout = layout;
    try {
      InputStream raw = Storage.open(file.file().path());
      this.in =
          new BufferedInputStream(
              file.file().path().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw,
              1 << 16);
      if (layout.csv()) {
        record();
        number = 0;
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
  public Row next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Row row = next;
    try {
      advance();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return row;
  }

  private void advance() throws IOException {
    next = record();
    if (next == null) {
      in.close();
    }
  }

  /** The next record that is not blank; null at the end. */
  private Row record() throws IOException {
    while (true) {
      long start = offset;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      boolean quoted = false;
      int previous = layout.delimiter();
      int b;
      while ((b = in.read()) >= 0) {
        offset++;
        if (layout.csv() && layout.escape() != layout.quote() && quoted && b == layout.escape()) {
          bytes.write(b);
          b = in.read();
          offset++;
        } else if (layout.csv() && b == layout.quote() && (quoted || opensField(previous))) {
          // A doubled quote closes and opens again, which leaves the state as it was.
          quoted = !quoted;
        } else if (b == '\n' && !quoted) {
          break;
        }
        bytes.write(b);
        previous = b;
      }
      String text = bytes.toString(RawReader.charset(layout));
      if (!text.isBlank()) {
        String line = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        return RowFactory.create(file.file().hash(), ++number, start, line);
      }
      if (b < 0) {
        return null;
      }
    }
  }

  /** Whether a quote after this byte opens a field, or opens it again after a doubled quote. */
  private boolean opensField(int previous) {
    return previous == layout.delimiter() || previous == layout.quote();
  }
}
