package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.operations.FileStatus;
import dev.jetbridge.pipelines.operations.RecordCounts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where the records of one file ended.
 *
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
    FileStatus status,
    String reason,
    String place,
    RecordCounts whole,
    RecordCounts ofRun,
    String content) {
  static FileAccount ingested(FileCheck check, RecordCounts counts) {
    return new FileAccount(
        check.file(), FileStatus.INGESTED, check.warning(), null, counts, counts, check.content());
  }

  static FileAccount replayed(FileCheck check, RecordCounts before, RecordCounts replay) {
    return new FileAccount(
        check.file(),
        FileStatus.REPLAYED,
        check.warning(),
        null,
        before.afterReplay(replay),
        replay,
        check.content());
  }

  static FileAccount refused(FileCheck check) {
    return new FileAccount(
        check.file(),
        FileStatus.REFUSED,
        check.refusal(),
        check.place(),
        RecordCounts.NONE,
        RecordCounts.NONE,
        check.content());
  }

  /** A file of which nothing is loaded because of one that was taken before. */
  static FileAccount known(FileCheck check, String reason) {
    RecordCounts counts = new RecordCounts(check.records(), 0, 0, check.records(), 0, 0);
    return new FileAccount(
        check.file(), FileStatus.KNOWN, reason, null, counts, counts, check.content());
  }

  /** A file of which nothing is loaded because there is a newer one of its name. */
  static FileAccount superseded(FileCheck check, String reason) {
    RecordCounts counts = new RecordCounts(check.records(), 0, check.records(), 0, 0, 0);
    return new FileAccount(
        check.file(), FileStatus.SUPERSEDED, reason, null, counts, counts, check.content());
  }

  /** A file of an earlier run, whose rows the run takes out of the table. */
  static FileAccount replaced(LandedFile file, long records, String content) {
    return new FileAccount(
        file,
        FileStatus.REPLACED,
        "a newer version of it took the place of its rows",
        null,
        new RecordCounts(records, 0, records, 0, 0, 0),
        RecordCounts.NONE,
        content);
  }

  /** Whether the run read records of it. */
  public boolean read() {
    return status == FileStatus.INGESTED || status == FileStatus.REPLAYED;
  }

  public boolean replaced() {
    return status == FileStatus.REPLACED;
  }

  public boolean refused() {
    return status == FileStatus.REFUSED;
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
