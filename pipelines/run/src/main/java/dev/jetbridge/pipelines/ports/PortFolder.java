package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.StorageFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a port, on the local disk or in an object store. Small files are replaced
 * atomically: by a rename on a disk; in an object store a file appears when it is closed.
 */
final class PortFolder {
  private static final String LOCK = ".lock";
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path root;
  private final FileSystem files;

  PortFolder(String root, Configuration configuration) {
    this.root = new Path(root);
    try {
      this.files = this.root.getFileSystem(configuration);
    } catch (IOException e) {
      throw failed("open", this.root, e);
    }
  }

  Path path(String relative) {
    return relative.isEmpty() ? root : new Path(root, relative);
  }

  FileSystem files() {
    return files;
  }

  /**
   * Does something while no other process of this machine does: two that write the files of one
   * version take away each other's. An object store has no lock; the runs of Glue come one after
   * the other.
   */
  <T> T alone(Supplier<T> work) {
    if (!(files instanceof LocalFileSystem local)) {
      return work.get();
    }
    java.nio.file.Path lock = local.pathToFile(path(LOCK)).toPath();
    // A process has a lock once for all its threads.
    THREADS.lock();
    try {
      Files.createDirectories(lock.getParent());
      try (FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        return work.get();
      }
    } catch (IOException e) {
      throw failed("lock", path(LOCK), e);
    } finally {
      THREADS.unlock();
    }
  }

  Optional<String> read(String relative) {
    try (var in = files.open(path(relative))) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", path(relative), e);
    }
  }

  void replace(String relative, byte[] content) {
    Path target = path(relative);
    try {
      if (files instanceof LocalFileSystem local) {
        java.nio.file.Path file = local.pathToFile(target).toPath();
        Files.createDirectories(file.getParent());
        java.nio.file.Path fresh =
            file.resolveSibling("." + file.getFileName() + "-" + UUID.randomUUID());
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        try (FSDataOutputStream out = files.create(target, true)) {
          out.write(content);
        }
      }
    } catch (IOException e) {
      throw failed("write", target, e);
    }
  }

  /** The entries of a folder in the order of their names; none when it is not there. */
  List<FileStatus> list(String relative) {
    try {
      List<FileStatus> entries = new ArrayList<>(List.of(files.listStatus(path(relative))));
      entries.sort(java.util.Comparator.comparing(e -> e.getPath().getName()));
      return entries;
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw failed("list", path(relative), e);
    }
  }

  void delete(String relative) {
    try {
      files.delete(path(relative), true);
    } catch (IOException e) {
      throw failed("delete", path(relative), e);
    }
  }

  static JetbridgeException failed(String what, Path path, IOException cause) {
    return StorageFailure.of("Cannot " + what + " " + path, cause);
  }
}
