package dev.jetbridge.pipelines.storage;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/**
 * Files under {@code shared:/…}: a store that only Hadoop's interface reaches, and that refuses to
 * rename onto a file, as S3A does.
 *
 * @see <a
 *     href="https://github.com/apache/hadoop/blob/rel/release-3.4.1/hadoop-tools/hadoop-aws/src/main/java/org/apache/hadoop/fs/s3a/S3AFileSystem.java">S3AFileSystem,
 *     initiateRename</a>
 * @see <a href="https://docs.aws.amazon.com/emr/latest/ReleaseGuide/emr-s3a-migrate.html">Migration
 *     guide: EMRFS to S3A, which holds for EMR 7.10 and Glue</a>
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
  public boolean rename(Path from, Path to) throws IOException {
    if (exists(to)) {
      throw new FileAlreadyExistsException(
          "Failed to rename " + from + " to " + to + "; destination file exists");
    }
    return super.rename(from, to);
  }
}
