package dev.jetbridge.pipelines.run;

import dev.jetbridge.pipelines.ingest.FileAccount;
import java.util.List;

/**
 * The sums of a run. For a product made from others, records and loaded are its rows.
 *
 * @param files files dealt with, refused ones included
 * @param tableRows rows of the table after it
 */
public record RunCounts(
    long files,
    long refusedFiles,
    long records,
    long loaded,
    long superseded,
    long duplicates,
    long quarantined,
    long suppressed,
    long tableRows) {
  static final RunCounts NONE = new RunCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  static RunCounts of(List<FileAccount> files, long tableRows) {
    return new RunCounts(
        files.stream().filter(file -> !file.replaced()).count(),
        files.stream().filter(FileAccount::refused).count(),
        files.stream().map(FileAccount::ofRun).mapToLong(FileAccount.Counts::records).sum(),
        files.stream().map(FileAccount::ofRun).mapToLong(FileAccount.Counts::loaded).sum(),
        files.stream().map(FileAccount::ofRun).mapToLong(FileAccount.Counts::superseded).sum(),
        files.stream().map(FileAccount::ofRun).mapToLong(FileAccount.Counts::duplicates).sum(),
        files.stream().map(FileAccount::ofRun).mapToLong(FileAccount.Counts::quarantined).sum(),
        files.stream().map(FileAccount::ofRun).mapToLong(FileAccount.Counts::suppressed).sum(),
        tableRows);
  }

  static RunCounts ofRows(long rows, long tableRows) {
    return new RunCounts(0, 0, rows, rows, 0, 0, 0, 0, tableRows);
  }
}
