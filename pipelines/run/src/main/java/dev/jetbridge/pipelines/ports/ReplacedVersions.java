package dev.jetbridge.pipelines.ports;

import dev.jetbridge.pipelines.storage.Removed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;

/**
 * The versions of a Parquet port that another one has replaced, and what killed attempts left. The
 * current one is never among them, nor are files of a replaced one that a version names which
 * stays.
 */
final class ReplacedVersions {
  private static final Pattern VERSION = Pattern.compile("v[0-9]+");

  private final PortFolder folder;

  /**
   * Those of one port.
   *
   * @param folder of the product, see {@link ParquetPort#folder}
   */
  ReplacedVersions(String folder, Configuration configuration) {
    this.folder = new PortFolder(folder, configuration);
  }

  /** The paths of all files that a version of the port names. */
  static Set<String> named(PortFolder folder) {
    List<String> manifests = new ArrayList<>(List.of(PortManifest.CURRENT));
    for (FileStatus entry : folder.list("")) {
      if (isVersion(entry)) {
        manifests.add(entry.getPath().getName() + "/" + ParquetPort.VERSION_MANIFEST);
      }
    }
    return named(folder, manifests);
  }

  private static Set<String> named(PortFolder folder, List<String> manifests) {
    Set<String> named = new HashSet<>();
    for (String manifest : manifests) {
      PortManifest.in(folder, manifest)
          .ifPresent(m -> m.files().forEach(file -> named.add(file.path())));
    }
    return named;
  }

  private static boolean isVersion(FileStatus entry) {
    return entry.isDirectory() && VERSION.matcher(entry.getPath().getName()).matches();
  }

  /**
   * Removes what nobody reads any more.
   *
   * @param gone whether the readers of what was replaced, or left, at that moment are gone
   * @param rehearsal to count only
   */
  Removed remove(Predicate<Instant> gone, boolean rehearsal) {
    return folder.list("").isEmpty()
        ? Removed.NOTHING
        : folder.alone(() -> removeAlone(gone, rehearsal));
  }

  private Removed removeAlone(Predicate<Instant> gone, boolean rehearsal) {
    List<Version> all = new ArrayList<>();
    long switched = 0;
    for (FileStatus entry : folder.list("")) {
      if (entry.getPath().getName().equals(PortManifest.CURRENT)) {
        switched = entry.getModificationTime();
      } else if (isVersion(entry)) {
        all.add(version(entry));
      }
    }
    Optional<String> current =
        PortManifest.in(folder, PortManifest.CURRENT).map(PortManifest::version);
    List<Version> old = new ArrayList<>();
    List<String> staying = new ArrayList<>(List.of(PortManifest.CURRENT));
    for (Version version : all) {
      long end = version.isWhole() ? replaced(version, all, switched) : version.newest;
      if (current.filter(version.name::equals).isEmpty() && gone.test(Instant.ofEpochMilli(end))) {
        old.add(version);
      } else {
        staying.add(version.name + "/" + ParquetPort.VERSION_MANIFEST);
      }
    }
    Set<String> named = named(folder, staying);
    return old.stream()
        .map(version -> remove(version, named, rehearsal))
        .reduce(Removed.NOTHING, Removed::plus);
  }

  /** When the next version was served; the last one gave way when the current one was. */
  private static long replaced(Version version, List<Version> all, long switched) {
    return all.stream()
        .filter(v -> v.isWhole() && v.served > version.served)
        .mapToLong(v -> v.served)
        .min()
        .orElse(switched);
  }

  /**
   * A version, or what is left of one.
   *
   * @param served when its manifest was written; 0 when it has none
   */
  private record Version(String name, long served, long newest, List<FileStatus> files) {
    boolean isWhole() {
      return served > 0;
    }
  }

  private Version version(FileStatus entry) {
    long newest = entry.getModificationTime();
    long served = 0;
    List<FileStatus> files = folder.list(entry.getPath().getName());
    for (FileStatus file : files) {
      newest = Math.max(newest, file.getModificationTime());
      if (file.getPath().getName().equals(ParquetPort.VERSION_MANIFEST)) {
        served = file.getModificationTime();
      }
    }
    return new Version(entry.getPath().getName(), served, newest, files);
  }

  /** The manifest goes first: a version that has one has all its files. */
  private Removed remove(Version version, Set<String> named, boolean rehearsal) {
    List<FileStatus> going = new ArrayList<>();
    for (FileStatus file : version.files) {
      if (!named.contains(version.name + "/" + file.getPath().getName())) {
        going.add(file);
      }
    }
    if (!rehearsal) {
      folder.delete(version.name + "/" + ParquetPort.VERSION_MANIFEST);
      if (going.size() == version.files.size()) {
        folder.delete(version.name);
      } else {
        going.forEach(file -> folder.delete(version.name + "/" + file.getPath().getName()));
      }
    }
    return new Removed(going.size(), going.stream().mapToLong(FileStatus::getLen).sum());
  }
}
