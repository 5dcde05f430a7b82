package dev.jetbridge.pipelines.storage;

import dev.jetbridge.registry.LocalFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.Seekable;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * Files by their location: a path of this machine, or a URI of a store that Hadoop knows, such as
 * {@code s3://bucket/folder} on Glue and EMR. Works on the driver and on executors.
 */
public final class Storage {
  private static final int BUFFER = 1 << 16;

  private Storage() {}

  /** The file system of a location, which adds no files of checksums beside ours. */
  public static FileSystem of(Path location) throws IOException {
    Configuration configuration = SparkHadoopUtil.get().conf();
    URI uri = location.toUri();
    URI store = uri.getScheme() == null ? FileSystem.getDefaultUri(configuration) : uri;
    return "file".equals(store.getScheme()) ? Local.FILES : location.getFileSystem(configuration);
  }

  /** Hadoop keeps the first file system that it makes; Spark, which says which, may start later. */
  private static final class Local {
    static final FileSystem FILES = open();

    private static FileSystem open() {
      Configuration configuration = new Configuration();
      LocalFiles.settings().forEach(configuration::set);
      LocalFiles files = new LocalFiles();
      try {
        files.initialize(FsConstants.LOCAL_FS_URI, configuration);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return files.getRawFileSystem();
    }
  }

  /**
   * The bytes of a file.
   *
   * @throws NoSuchFileException when there is none
   */
  public static InputStream open(String location) throws IOException {
    // Java's own streams tell a missing file from a forbidden one; Hadoop's local ones do not.
    if (location.startsWith("/")) {
      return Files.newInputStream(java.nio.file.Path.of(location));
    }
    Path path = new Path(location);
    try {
      return of(path).open(path, BUFFER);
    } catch (FileNotFoundException e) {
      NoSuchFileException missing = new NoSuchFileException(location);
      missing.initCause(e);
      throw missing;
    }
  }

  /** Passes over the first bytes of a file that was just opened, without reading them. */
  public static void skip(InputStream in, long bytes) throws IOException {
    if (in instanceof Seekable stored) {
      stored.seek(bytes);
    } else {
      in.skipNBytes(bytes);
    }
  }

  /** A new file to write. */
  public static OutputStream create(FileSystem files, Path location) throws IOException {
    return files.create(location, false);
  }

  /** Gives a whole file its name; one of that name stays when the store refuses to replace it. */
  public static void rename(FileSystem files, Path from, Path to) throws IOException {
    if (!files.rename(from, to) && !files.exists(to)) {
      throw new IOException("cannot rename " + from.getName() + " to " + to);
    }
  }
}
