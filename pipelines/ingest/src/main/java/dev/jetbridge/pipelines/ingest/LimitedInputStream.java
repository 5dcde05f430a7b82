package dev.jetbridge.pipelines.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** Fails when more bytes come out than allowed: a small file must not become a full disk. */
final class LimitedInputStream extends FilterInputStream {
  private final long limit;
  private long count;

  LimitedInputStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int read = super.read(bytes, from, length);
    count += Math.max(0, read);
    if (count > limit) {
      throw new ZipException("it inflates to more than the limit of " + limit + " bytes");
    }
    return read;
  }
}
