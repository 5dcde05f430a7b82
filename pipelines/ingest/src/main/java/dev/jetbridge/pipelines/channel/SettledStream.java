package dev.jetbridge.pipelines.channel;

import dev.jetbridge.pipelines.storage.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * A file of a sender who may still be writing it, and of a server that may break off or lie: it has
 * the bytes that were listed, no fewer and no more, and at its end it is what it was when listed.
 */
final class SettledStream extends BlockInput {
  private final InputStream in;
  private final long listed;
  private final Check check;
  private long received;
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

  /** The other side failed, not the place where the file is written to. */
  static final class Broken extends IOException {
    private static final long serialVersionUID = 1L;

    Broken(IOException cause) {
      super(cause.getMessage(), cause);
    }

    /** What is said of it by whoever failed. */
    IOException failure() {
      return (IOException) getCause();
    }
  }

  /**
   * @param listed how many bytes the file has by the listing
   */
  SettledStream(InputStream in, long listed, Check check) {
    this.in = in;
    this.listed = listed;
    this.check = check;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read;
    boolean same = true;
    try {
      read = in.read(bytes, from, length);
      received += Math.max(0, read);
      if (!ended && (read < 0 || received > listed)) {
        ended = true;
        same = check.same();
      }
    } catch (IOException e) {
      throw new Broken(e);
    }
    if (!same) {
      throw new Changed("changed while it was read and is left for the next run");
    }
    if (received > listed) {
      throw new Changed(
          String.format(
              Locale.ROOT,
              "has more than the %,d bytes that the server lists and is left for the next run",
              listed));
    }
    if (read < 0 && received < listed) {
      throw new Changed(
          String.format(
              Locale.ROOT,
              "ended after %,d of the %,d bytes that the server lists and is left for the next run",
              received,
              listed));
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } catch (IOException e) {
      throw new Broken(e);
    }
  }
}
