package dev.jetbridge.pipelines.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Judges whether bytes are text of a charset, byte by byte. A NUL is text nowhere: it comes from
 * UTF-16, from a disk that lost a block or from a program that broke off.
 */
final class EncodingCheck {
  private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final Charset charset;
  private final boolean utf8;
  private final boolean[] undefined = new boolean[256];
  private final Utf8Check sequences = new Utf8Check();

  EncodingCheck(String encoding) {
    this.charset = Charset.forName(encoding);
    this.utf8 = charset.equals(StandardCharsets.UTF_8);
    if (!utf8) {
      for (int value = 0x80; value <= 0xFF; value++) {
        undefined[value] = !defined((byte) value);
      }
    }
  }

  /** Whether the bytes so far end with a whole character. */
  boolean complete() {
    return sequences.complete();
  }

  /**
   * The length of the byte order mark with which a file begins.
   *
   * @throws ByteScan.Fault when it is that of another encoding
   */
  int mark(byte[] bytes, int length) throws ByteScan.Fault {
    if (begins(bytes, length, (byte) 0xFF, (byte) 0xFE)
        || begins(bytes, length, (byte) 0xFE, (byte) 0xFF)) {
      throw other("UTF-16");
    }
    if (!begins(bytes, length, UTF8_MARK)) {
      return 0;
    }
    if (!utf8) {
      throw other("UTF-8");
    }
    return UTF8_MARK.length;
  }

  /** Takes a byte that is not plain ASCII, or that follows one within a character. */
  void accept(byte b, long line) throws ByteScan.Fault {
    if (b == 0) {
      throw new ByteScan.Fault("encoding: a NUL byte, which no text has", "line " + line);
    }
    if (utf8 ? !sequences.accept(b) : undefined[b & 0xFF]) {
      throw new ByteScan.Fault("encoding: not valid " + charset.name(), "line " + line);
    }
  }

  private ByteScan.Fault other(String encoding) {
    return new ByteScan.Fault(
        "encoding: the file begins with the mark of "
            + encoding
            + ", the contract says "
            + charset.name(),
        "line 1");
  }

  private static boolean begins(byte[] bytes, int length, byte... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= length || bytes[i] != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean defined(byte value) {
    try {
      charset.newDecoder().decode(ByteBuffer.wrap(new byte[] {value}));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
