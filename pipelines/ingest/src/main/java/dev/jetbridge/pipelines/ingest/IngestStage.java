package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.operations.RecordCounts;
import dev.jetbridge.pipelines.operations.RunCounts;
import dev.jetbridge.quality.observation.RowProfile;
import dev.jetbridge.quality.report.QualityReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Files staged on a branch and audited.
 *
 * @param snapshot the branch's last snapshot, main's once it is published
 * @param profile figures of the rows that were written; none when there are no rows
 * @param quarantine pointers to rejected rows: file_hash, record_number, byte_offset, column_name,
 *     rule, reason
 * @param tombstones deleted keys: key_hash, order_value
 * @param versions what the rows of the table no longer are, see {@link ClosedVersions}
 */
public record IngestStage(
    long snapshot,
    QualityReport report,
    List<RowProfile.Figure> profile,
    List<FileAccount> files,
    Optional<Dataset<Row>> quarantine,
    Optional<Dataset<Row>> tombstones,
    Optional<Dataset<Row>> versions) {
  public IngestStage {
    profile = List.copyOf(profile);
    files = List.copyOf(files);
  }

  /**
   * The sums of the run.
   *
   * @param tableRows rows of the table after it
   */
  public RunCounts counts(long tableRows) {
    return new RunCounts(
        files.stream().filter(file -> !file.replaced()).count(),
        files.stream().filter(FileAccount::refused).count(),
        files.stream().map(FileAccount::ofRun).reduce(RecordCounts.NONE, RecordCounts::plus),
        tableRows);
  }

  IngestStage withVersions(Optional<Dataset<Row>> closed) {
    return new IngestStage(snapshot, report, profile, files, quarantine, tombstones, closed);
  }

  /** The same with the accounts of files of which nothing was read. */
  IngestStage with(List<FileAccount> more) {
    List<FileAccount> all = new ArrayList<>(files);
    all.addAll(more);
    return new IngestStage(snapshot, report, profile, all, quarantine, tombstones, versions);
  }
}
