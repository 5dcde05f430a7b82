package dev.jetbridge.pipelines.upkeep;

import dev.jetbridge.pipelines.storage.Removed;
import dev.jetbridge.pipelines.storage.Storage;
import dev.jetbridge.pipelines.storage.StorageFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Removes the intermediate rows of runs that were killed: folders into which nobody writes. */
record StaleStaging(Ages ages, boolean rehearsal) {
  Removed remove(String staging) {
    Path root = new Path(staging);
    Removed removed = Removed.NOTHING;
    try {
      FileSystem files = Storage.of(root);
      for (FileStatus folder : files.listStatus(root)) {
        removed = removed.plus(remove(files, folder));
      }
      return removed;
    } catch (FileNotFoundException e) {
      return removed;
    } catch (IOException e) {
      throw StorageFailure.of("Cannot empty staging " + root, e);
    }
  }

  private Removed remove(FileSystem files, FileStatus folder) throws IOException {
    long newest = folder.getModificationTime();
    long number = 0;
    long bytes = 0;
    RemoteIterator<LocatedFileStatus> content = files.listFiles(folder.getPath(), true);
    while (content.hasNext()) {
      FileStatus file = content.next();
      newest = Math.max(newest, file.getModificationTime());
      number++;
      bytes += file.getLen();
    }
    if (!ages.passed(newest, Duration.ZERO)) {
      return Removed.NOTHING;
    }
    if (!rehearsal) {
      files.delete(folder.getPath(), true);
    }
    return new Removed(number, bytes);
  }
}
