package dev.jetbridge.pipelines.storage;

import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** Files under {@code refusing:/…}: a store that says the same to everything. */
public final class RefusingFileSystem extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("refusing:///");
  private static volatile Supplier<IOException> answer = () -> new IOException("no");

  /** What it says from now on. */
  public static void answer(Supplier<IOException> failure) {
    answer = failure;
  }

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return ROOT.getScheme();
  }

  @Override
  public FSDataInputStream open(Path file, int buffer) throws IOException {
    throw answer.get();
  }

  @Override
  public FileStatus[] listStatus(Path folder) throws IOException {
    throw answer.get();
  }
}
