package dev.jetbridge.pipelines.session;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Where Spark of one process keeps blocks and what it spills: rows, so in the home and for its
 * owner only. The process holds a lock on it; what a killed process left has none and goes when the
 * next one starts.
 */
public final class LocalFolder implements AutoCloseable {
  private static final String LOCK = "in-use";
  private static final String GATE = "gate";

  private final Path path;
  private final FileChannel channel;

  private LocalFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * A new folder below that one, in which nothing is left of processes that are gone.
   *
   * @throws JetbridgeException EXTERNAL when the disk fails
   */
  public static synchronized LocalFolder below(Path root) {
    try {
      OwnerOnly.make(root);
      OwnerOnly.close(root);
      // Nobody may sweep between the making of a folder and its lock.
      try (FileChannel gate = opened(root.resolve(GATE))) {
        gate.lock();
        sweep(root);
        Path own = root.resolve(UUID.randomUUID().toString());
        OwnerOnly.make(own);
        FileChannel channel = opened(own.resolve(LOCK));
        channel.lock();
        return new LocalFolder(own, channel);
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot make a folder for Spark below "
              + root
              + ": "
              + e.getClass().getSimpleName()
              + "; check the disk and its permissions",
          e);
    }
  }

  Path path() {
    return path;
  }

  /** Removes the folder. */
  @Override
  public void close() {
    try {
      channel.close();
      remove(path);
    } catch (IOException | UncheckedIOException e) {
      // The next start removes it.
      return;
    }
  }

  private static void sweep(Path root) throws IOException {
    List<Path> folders;
    try (Stream<Path> entries = Files.list(root)) {
      folders = entries.filter(Files::isDirectory).toList();
    }
    for (Path folder : folders) {
      if (!inUse(folder)) {
        remove(folder);
      }
    }
  }

  private static boolean inUse(Path folder) throws IOException {
    try (FileChannel channel = opened(folder.resolve(LOCK));
        FileLock lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private static FileChannel opened(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    }
  }
}
