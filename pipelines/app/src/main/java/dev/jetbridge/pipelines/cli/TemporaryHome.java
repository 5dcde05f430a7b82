package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileUtil;

/** A home for one command, beside the one it was called with; removed when the command ends. */
public final class TemporaryHome implements AutoCloseable {
  private final Path path;
  private boolean kept;

  private TemporaryHome(Path path) {
    this.path = path;
  }

  /**
   * A new folder on the same disk.
   *
   * @param why a word for its name
   */
  static TemporaryHome beside(Path home, String why) {
    Path beside = home.toAbsolutePath().normalize();
    try {
      Path parent = Files.createDirectories(beside.getParent());
      return new TemporaryHome(
          Files.createTempDirectory(parent, beside.getFileName() + "-" + why + "-"));
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot create a folder next to "
              + beside
              + ": no permission or no space there; choose another place with --home DIR",
          e);
    }
  }

  public Path path() {
    return path;
  }

  public void keep() {
    kept = true;
  }

  @Override
  public void close() {
    if (!kept) {
      FileUtil.fullyDelete(path.toFile());
    }
  }
}
