package dev.jetbridge.pipelines.channel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file of a sender who may still be writing it: at its end it must be what it was when listed.
 */
final class SettledStream extends FilterInputStream {
  private final Check check;
  private boolean ended;

  /** Asks whether a file is still as it was. */
  @FunctionalInterface
  interface Check {
    boolean same() throws IOException;
  }

  /** The file is not the one that was listed. */
  static final class Changed extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param how such as: changed while it was read
     */
    Changed(String how) {
      super(how);
    }
  }

  SettledStream(InputStream in, Check check) {
    super(in);
    this.check = check;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    if (read < 0 && !ended) {
      ended = true;
      if (!check.same()) {
        throw new Changed("changed while it was read and is left for the next time");
      }
    }
    return read;
  }
}
