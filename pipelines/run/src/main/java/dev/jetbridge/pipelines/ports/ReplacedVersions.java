package dev.jetbridge.pipelines.ports;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * The versions of a Parquet port that another one has replaced, and what killed attempts left. The
 * current one is never among them.
 */
public final class ReplacedVersions {
  private static final Pattern VERSION = Pattern.compile("v[0-9]+");

  private final PortFolder folder;

  /**
   * Those of one port.
   *
   * @param folder of the product, see {@link ParquetPort#folder}
   */
  public ReplacedVersions(String folder, Configuration configuration) {
    this.folder = new PortFolder(folder, configuration);
  }

  /**
   * A version that can go.
   *
   * @param name its folder
   */
  public record Version(String name, long files, long bytes) {}

  /**
   * The versions that nobody reads any more.
   *
   * @param gone whether the readers of what was replaced, or left, at that moment are gone
   */
  public List<Version> old(Predicate<Instant> gone) {
    List<Found> found = new ArrayList<>();
    long switched = 0;
    for (FileStatus entry : folder.list("")) {
      String name = entry.getPath().getName();
      if (name.equals(PortManifest.CURRENT)) {
        switched = entry.getModificationTime();
      } else if (entry.isDirectory() && VERSION.matcher(name).matches()) {
        found.add(found(entry));
      }
    }
    String current =
        folder
            .read(PortManifest.CURRENT)
            .map(json -> PortManifest.parse(json, PortManifest.CURRENT).version())
            .orElse("");
    List<Version> old = new ArrayList<>();
    for (Found version : found) {
      long end = version.whole ? replaced(version, found, switched) : version.newest;
      if (!version.name.equals(current) && gone.test(Instant.ofEpochMilli(end))) {
        old.add(new Version(version.name, version.files, version.bytes));
      }
    }
    return old;
  }

  public void delete(Version version) {
    folder.delete(version.name());
  }

  /** When the next version was served; the last one gave way when the current one was. */
  private static long replaced(Found version, List<Found> all, long switched) {
    return all.stream()
        .filter(v -> v.whole && v.served > version.served)
        .mapToLong(v -> v.served)
        .min()
        .orElse(switched);
  }

  private record Found(
      String name, boolean whole, long served, long newest, long files, long bytes) {}

  private Found found(FileStatus entry) {
    String name = entry.getPath().getName();
    long newest = entry.getModificationTime();
    long served = 0;
    long bytes = 0;
    List<FileStatus> files = folder.list(name);
    for (FileStatus file : files) {
      newest = Math.max(newest, file.getModificationTime());
      bytes += file.getLen();
      if (file.getPath().getName().equals(ParquetPort.VERSION_MANIFEST)) {
        served = file.getModificationTime();
      }
    }
    return new Found(name, served > 0, served, newest, files.size(), bytes);
  }
}
