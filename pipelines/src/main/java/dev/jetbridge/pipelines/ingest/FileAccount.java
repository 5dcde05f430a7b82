package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.landing.LandedFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the records of one file ended.
 *
 * @param status ingested, replayed or refused
 * @param reason why the file was refused whole, or how it differs from its contract though it was
 *     read; null when neither
 * @param place where in it; null when it was not refused
 * @param whole of every record of the file, after the run
 * @param ofRun of the records that the run took from it: all, or those that were quarantined
 */
public record FileAccount(
    LandedFile file, String status, String reason, String place, Counts whole, Counts ofRun) {
  static final String REFUSED = "refused";

  /**
   * Always records = loaded + superseded + duplicates + quarantined.
   *
   * @param loaded records that changed the table: inserted, updated or deleted a key
   * @param superseded records older than one of the same key
   * @param duplicates records equal to another one of the same key
   */
  public record Counts(
      long records, long loaded, long superseded, long duplicates, long quarantined) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    boolean balanced() {
      return records == loaded + superseded + duplicates + quarantined;
    }

    /** These counts once what was quarantined has been taken again. */
    Counts afterReplay(Counts replay) {
      return new Counts(
          records,
          loaded + replay.loaded,
          superseded + replay.superseded,
          duplicates + replay.duplicates,
          replay.quarantined);
    }
  }

  static FileAccount ingested(FileCheck check, Counts counts) {
    return new FileAccount(check.file(), "ingested", check.warning(), null, counts, counts);
  }

  static FileAccount replayed(FileCheck check, Counts before, Counts replay) {
    return new FileAccount(
        check.file(), "replayed", check.warning(), null, before.afterReplay(replay), replay);
  }

  static FileAccount refused(FileCheck check) {
    return new FileAccount(
        check.file(), REFUSED, check.refusal(), check.place(), Counts.NONE, Counts.NONE);
  }

  public boolean refused() {
    return status.equals(REFUSED);
  }

  /** What there is to warn of in files that were read, each once, with the number of files. */
  public static String warnings(List<FileAccount> files) {
    Map<String, Long> counts =
        files.stream()
            .filter(f -> !f.refused() && f.reason() != null)
            .collect(
                Collectors.groupingBy(FileAccount::reason, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(e -> e.getKey() + " (" + e.getValue() + (e.getValue() == 1 ? " file)" : " files)"))
        .collect(Collectors.joining("; "));
  }
}
