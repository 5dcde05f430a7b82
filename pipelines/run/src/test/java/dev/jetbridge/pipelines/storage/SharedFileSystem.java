package dev.jetbridge.pipelines.storage;

import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Files under {@code shared:/…}: a store that only Hadoop's interface reaches, and that like S3
 * does not replace a file by renaming another.
 */
public final class SharedFileSystem extends RawLocalFileSystem {
  private static final URI ROOT = URI.create("shared:///");

  @Override
  public URI getUri() {
    return ROOT;
  }

  @Override
  public String getScheme() {
    return ROOT.getScheme();
  }

  @Override
  public boolean rename(Path from, Path to) throws java.io.IOException {
    return !exists(to) && super.rename(from, to);
  }
}
