package dev.jetbridge.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local files, for their owner only. Hadoop without its native library, which a laptop
 * does not have, starts the program {@code chmod} for each file and folder that it makes: sixty
 * times in a run of one small file.
 */
public final class LocalFiles extends LocalFileSystem {
  /** Hadoop makes it by its name. */
  public LocalFiles() {
    super(new Raw());
  }

  /** What Hadoop must be told to take these; it keeps the first file system that it makes. */
  public static Map<String, String> settings() {
    return Map.of("fs.file.impl", LocalFiles.class.getName(), "fs.permissions.umask-mode", "077");
  }

  private static final class Raw extends RawLocalFileSystem {
    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      PosixFileAttributeView view =
          Files.getFileAttributeView(pathToFile(path).toPath(), PosixFileAttributeView.class);
      if (view == null || permission.getStickyBit()) {
        super.setPermission(path, permission);
      } else {
        view.setPermissions(PosixFilePermissions.fromString(permission.toString()));
      }
    }
  }
}
