package dev.jetbridge.pipelines.channel;

import dev.jetbridge.pipelines.landing.Landing;
import dev.jetbridge.pipelines.storage.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A file of a folder that its sender may still be writing: reading it fails when it is another one
 * at the end than it was at the beginning, so that no part of it is taken for the whole.
 */
final class SettledFile implements Landing.Source {
  private final Path file;
  private final Landing.Source content;

  SettledFile(Path file, Landing.Source content) {
    this.file = file;
    this.content = content;
  }

  /** Why the file is left where it is, in words. */
  static final class Left extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean waits;

    private Left(String reason, boolean waits, IOException cause) {
      super(reason, cause);
      this.waits = waits;
    }

    /** Whether it is as it should be and only not yet whole. */
    boolean waits() {
      return waits;
    }
  }

  @Override
  public InputStream open() throws IOException {
    try {
      BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
      if (!before.isRegularFile()) {
        throw new IOException("no regular file");
      }
      return new Watched(content.open(), before);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static Left unreadable(IOException cause) {
    return new Left("it cannot be read (" + cause.getClass().getSimpleName() + ")", false, cause);
  }

  private final class Watched extends BlockInput {
    private final InputStream in;
    private final BasicFileAttributes before;
    private long count;

    Watched(InputStream in, BasicFileAttributes before) {
      this.in = in;
      this.before = before;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read;
      BasicFileAttributes after;
      try {
        read = in.read(bytes, offset, length);
        if (read >= 0) {
          count += read;
          return read;
        }
        after = Files.readAttributes(file, BasicFileAttributes.class);
      } catch (IOException e) {
        throw unreadable(e);
      }
      if (count != before.size()
          || after.size() != before.size()
          || !after.lastModifiedTime().equals(before.lastModifiedTime())) {
        throw new Left(
            "it changed while it was read, and is taken once it no longer changes", true, null);
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
