package dev.jetbridge.pipelines.ingest.format.text;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.IntSupplier;
import java.util.zip.ZipException;

/** The first and the last bytes of a file, kept as they go by. */
public final class Margins {
  private static final int TAIL = 1 << 12;

  private final IntSupplier limit;
  private byte[] head = new byte[0];
  private byte[] tail = new byte[0];
  private long seen;

  /**
   * @param limit how many of the first bytes are to be kept, as far as is known
   */
  public Margins(IntSupplier limit) {
    this.limit = limit;
  }

  public byte[] head() {
    return head;
  }

  public byte[] tail() {
    return tail;
  }

  /** Whether the head is all there is. */
  public boolean isWhole() {
    return seen == head.length;
  }

  /** The same bytes, of which the margins are kept. */
  public InputStream of(InputStream bytes) {
    return new Watched(bytes);
  }

  private final class Watched extends InputStream {
    private final InputStream in;
    private IOException fault;

    Watched(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      throw new IOException("read by the buffer only");
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int count = fill(bytes, from, length);
      if (count > 0) {
        seen += count;
        keepHead(bytes, from, count);
        keepTail(bytes, from, count);
      }
      return count == 0 ? -1 : count;
    }

    /**
     * As many bytes as there are; what precedes a fault is looked at before the fault is reported.
     */
    private int fill(byte[] bytes, int from, int length) throws IOException {
      if (fault != null) {
        throw fault;
      }
      int count = 0;
      try {
        int read = 0;
        while (count < length && (read = in.read(bytes, from + count, length - count)) > 0) {
          count += read;
        }
      } catch (EOFException | ZipException e) {
        fault = e;
        if (count == 0) {
          throw e;
        }
      }
      return count;
    }

    private void keepHead(byte[] bytes, int from, int count) {
      int more = Math.min(count, limit.getAsInt() - head.length);
      if (more > 0) {
        int kept = head.length;
        head = Arrays.copyOf(head, kept + more);
        System.arraycopy(bytes, from, head, kept, more);
      }
    }

    private void keepTail(byte[] bytes, int from, int count) {
      int keep = Math.min(TAIL, tail.length + count);
      byte[] next = new byte[keep];
      int fresh = Math.min(keep, count);
      System.arraycopy(bytes, from + count - fresh, next, keep - fresh, fresh);
      System.arraycopy(tail, tail.length - (keep - fresh), next, 0, keep - fresh);
      tail = next;
    }
  }
}
