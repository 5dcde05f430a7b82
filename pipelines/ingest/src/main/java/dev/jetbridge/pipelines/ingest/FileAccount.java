package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.landing.LandedFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the records of one file ended.
 *
 * @param status ingested, replayed or refused; known (its content was taken before), superseded (a
 *     newer version of it was) or replaced (a newer version took the place of its rows)
 * @param reason why the file was refused whole, or how it differs from its contract though it was
 *     read; null when neither
 * @param place where in it; null when it was not refused
 * @param whole of every record of the file, after the run
 * @param ofRun of the records that the run took from it: all, or those that were quarantined
 * @param content SHA-256 of what is in the file, which its compression does not change; null where
 *     nobody needs it
 */
public record FileAccount(
    LandedFile file,
    String status,
    String reason,
    String place,
    Counts whole,
    Counts ofRun,
    String content) {
  static final String REFUSED = "refused";
  static final String INGESTED = "ingested";
  static final String REPLAYED = "replayed";
  static final String KNOWN = "known";
  static final String SUPERSEDED = "superseded";

  /** The rows of the file were in the table until a newer version took their place. */
  public static final String REPLACED = "replaced";

  /**
   * Always records = loaded + superseded + duplicates + quarantined + suppressed.
   *
   * @param loaded records that changed the table: inserted, updated or deleted a key
   * @param superseded records older than one of the same key
   * @param duplicates records equal to another one of the same key
   * @param suppressed records of people who were erased
   */
  public record Counts(
      long records,
      long loaded,
      long superseded,
      long duplicates,
      long quarantined,
      long suppressed) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    boolean balanced() {
      return records == loaded + superseded + duplicates + quarantined + suppressed;
    }

    /** These counts once what was quarantined has been taken again. */
    Counts afterReplay(Counts replay) {
      return new Counts(
          records,
          loaded + replay.loaded,
          superseded + replay.superseded,
          duplicates + replay.duplicates,
          replay.quarantined,
          suppressed + replay.suppressed);
    }
  }

  static FileAccount ingested(FileCheck check, Counts counts) {
    return new FileAccount(
        check.file(), INGESTED, check.warning(), null, counts, counts, check.content());
  }

  static FileAccount replayed(FileCheck check, Counts before, Counts replay) {
    return new FileAccount(
        check.file(),
        REPLAYED,
        check.warning(),
        null,
        before.afterReplay(replay),
        replay,
        check.content());
  }

  static FileAccount refused(FileCheck check) {
    return new FileAccount(
        check.file(),
        REFUSED,
        check.refusal(),
        check.place(),
        Counts.NONE,
        Counts.NONE,
        check.content());
  }

  /** A file of which nothing is loaded because of one that was taken before. */
  static FileAccount known(FileCheck check, String reason) {
    Counts counts = new Counts(check.records(), 0, 0, check.records(), 0, 0);
    return new FileAccount(check.file(), KNOWN, reason, null, counts, counts, check.content());
  }

  /** A file of which nothing is loaded because there is a newer one of its name. */
  static FileAccount superseded(FileCheck check, String reason) {
    Counts counts = new Counts(check.records(), 0, check.records(), 0, 0, 0);
    return new FileAccount(check.file(), SUPERSEDED, reason, null, counts, counts, check.content());
  }

  /** A file of an earlier run, whose rows the run takes out of the table. */
  static FileAccount replaced(LandedFile file, long records, String content) {
    return new FileAccount(
        file,
        REPLACED,
        "a newer version of it took the place of its rows",
        null,
        new Counts(records, 0, records, 0, 0, 0),
        Counts.NONE,
        content);
  }

  /** Whether the run read records of it. */
  public boolean read() {
    return status.equals(INGESTED) || status.equals(REPLAYED);
  }

  public boolean replaced() {
    return status.equals(REPLACED);
  }

  public boolean refused() {
    return status.equals(REFUSED);
  }

  /** What there is to warn of in files that were read, each once, with the number of files. */
  public static String warnings(List<FileAccount> files) {
    Map<String, Long> counts =
        files.stream()
            .filter(f -> !f.refused() && !f.replaced() && f.reason() != null)
            .collect(
                Collectors.groupingBy(FileAccount::reason, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .map(e -> e.getKey() + " (" + e.getValue() + (e.getValue() == 1 ? " file)" : " files)"))
        .collect(Collectors.joining("; "));
  }
}
