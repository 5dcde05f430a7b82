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
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
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

  /**
   * Gives a whole file a name that is made of its content, so one that has it already is the same:
   * a disk replaces it, S3A (the file system of {@code s3://} since Glue 5.1 and EMR 7.10) refuses
   * by an exception, others say false.
   */
  public static void rename(FileSystem files, Path from, Path to) throws IOException {
    try {
      if (!files.rename(from, to) && !files.exists(to)) {
        throw new IOException("cannot rename " + from.getName() + " to " + to);
      }
    } catch (FileAlreadyExistsException e) {
      // It is there; whoever wrote the other copy discards it.
    }
  }

  /**
   * Writes a small file whole or not at all, in place of one of its name: by a rename on a disk; in
   * an object store, where no rename replaces, a file appears when it is closed.
   */
  public static void replace(Path location, byte[] content) throws IOException {
    FileSystem files = of(location);
    if (files != Local.FILES) {
      OutputStream out = files.create(location, true);
      out.write(content);
      // Closed only now: closing after a failed write would show what was written so far.
      out.close();
      return;
    }
    Path unfinished = new Path(location.getParent(), ".arriving-" + UUID.randomUUID());
    try {
      try (OutputStream out = create(files, unfinished)) {
        out.write(content);
      }
      rename(files, unfinished, location);
    } finally {
      files.delete(unfinished, false);
    }
  }
}
