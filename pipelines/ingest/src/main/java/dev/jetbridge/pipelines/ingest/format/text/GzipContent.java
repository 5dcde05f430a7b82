package dev.jetbridge.pipelines.ingest.format.text;

import dev.jetbridge.pipelines.storage.BlockInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * What a gzip file (RFC 1952) of one or more members holds. Java's own stream takes whatever
 * follows the last member for the end, and may take the end of the first for it: records would be
 * lost without a word. This one ends where the file ends, or says what is wrong.
 */
public final class GzipContent extends BlockInput {
  private static final int MAGIC = 0x1f8b;
  private static final int DEFLATE = 8;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final CRC32 headerCrc = new CRC32();
  private final byte[] input;
  private int from;
  private int to;
  private boolean ended;

  /**
   * @param buffer how many compressed bytes to read at once
   */
  public GzipContent(InputStream in, int buffer) throws IOException {
    this.in = in;
    this.input = new byte[buffer];
    header();
  }

  /**
   * @throws EOFException when the file ends within a member
   * @throws ZipException when it is damaged, or something else follows
   */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int count = inflate(bytes, offset, length);
      if (count > 0) {
        crc.update(bytes, offset, count);
        return count;
      }
      if (inflater.finished()) {
        nextMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("the compressed data needs a dictionary");
      } else if (fill()) {
        inflater.setInput(input, from, to - from);
      } else {
        throw new EOFException();
      }
    }
    return -1;
  }

  private int inflate(byte[] bytes, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(bytes, offset, length);
    } catch (DataFormatException e) {
      throw new ZipException("the compressed data is damaged");
    }
  }

  private void nextMember() throws IOException {
    from = to - inflater.getRemaining();
    long sum = little(4);
    long size = little(4);
    if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw new ZipException("the checksum of the compressed data is wrong");
    }
    if (from == to && !fill()) {
      ended = true;
      return;
    }
    if ((input[from] & 0xff) != MAGIC >> 8) {
      throw new ZipException("something follows the compressed data");
    }
    inflater.reset();
    crc.reset();
    header();
  }

  private void header() throws IOException {
    headerCrc.reset();
    if ((next() << 8 | next()) != MAGIC || next() != DEFLATE) {
      throw new ZipException("the file is not gzip");
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("the header has unknown flags");
    }
    pass(6);
    if ((flags & EXTRA) != 0) {
      pass(little(2));
    }
    if ((flags & NAME) != 0) {
      passText();
    }
    if ((flags & COMMENT) != 0) {
      passText();
    }
    if ((flags & HEADER_CRC) != 0) {
      long sum = headerCrc.getValue() & 0xffff;
      if (little(2) != sum) {
        throw new ZipException("the checksum of the header is wrong");
      }
    }
    inflater.setInput(input, from, to - from);
  }

  private void passText() throws IOException {
    while (next() != 0) {
      // The name and the comment of a member are nobody's business.
    }
  }

  private long little(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) next() << (8 * i);
    }
    return value;
  }

  private void pass(long bytes) throws IOException {
    for (long i = 0; i < bytes; i++) {
      next();
    }
  }

  /** The next byte of the file itself. */
  private int next() throws IOException {
    if (from == to && !fill()) {
      throw new EOFException();
    }
    int value = input[from++] & 0xff;
    headerCrc.update(value);
    return value;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(input, 0, input.length));
    return to > 0;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
