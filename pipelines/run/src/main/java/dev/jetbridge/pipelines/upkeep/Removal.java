package dev.jetbridge.pipelines.upkeep;

import dev.jetbridge.pipelines.storage.Removed;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;

/** Deletes files of a table, or only counts them, and says how many bytes that frees. */
final class Removal {
  private final FileIO io;
  private final boolean rehearsal;
  private final AtomicLong files = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  Removal(FileIO io, boolean rehearsal) {
    this.io = io;
    this.rehearsal = rehearsal;
  }

  void delete(String location) {
    try {
      long length = io.newInputFile(location).getLength();
      if (!rehearsal) {
        io.deleteFile(location);
      }
      files.incrementAndGet();
      bytes.addAndGet(length);
    } catch (NotFoundException e) {
      // Another upkeep was faster.
    }
  }

  Removed removed() {
    return new Removed(files.get(), bytes.get());
  }
}
