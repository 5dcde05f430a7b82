package dev.jetbridge.pipelines.run;

import dev.jetbridge.jobs.Model;
import dev.jetbridge.pipelines.anomalies.JudgedFigure;
import dev.jetbridge.pipelines.ingest.FileAccount;
import dev.jetbridge.pipelines.operations.RunCounts;
import dev.jetbridge.pipelines.operations.RunKey;
import dev.jetbridge.quality.report.QualityReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A run whose rows are on its branch and audited; not yet published.
 *
 * @param branch where its rows are
 * @param snapshot the branch's last snapshot
 * @param sequence what changed_in says for its rows
 * @param versions what the rows of the table no longer are, without the snapshot
 * @param figures what is compared with earlier runs
 * @param folder its intermediate rows
 */
record Staged(
    PlannedRun run,
    String branch,
    long snapshot,
    long sequence,
    RunCounts counts,
    QualityReport report,
    List<FileAccount> files,
    Optional<Dataset<Row>> quarantine,
    Optional<Dataset<Row>> tombstones,
    Optional<Dataset<Row>> versions,
    List<Model> models,
    List<JudgedFigure> figures,
    String folder,
    Instant startedAt) {
  Staged {
    files = List.copyOf(files);
    models = List.copyOf(models);
    figures = List.copyOf(figures);
  }

  /** What its rows in the tables of operations are of. */
  RunKey key() {
    return new RunKey(snapshot, run.id().id(), run.contract().id());
  }
}
