package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.RunSummary;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One attempt to bring the rows of a run onto a branch of its own. */
final class Staging {
  private final Lake lake;
  private final RunSettings settings;
  private final PlannedRun run;
  private final GroupStaging group;
  private final String branch;
  private final long sequence;
  private final RunContext context;
  private final Instant start = Instant.now();

  /**
   * @param sequence what changed_in says for its rows
   */
  Staging(Lake lake, RunSettings settings, PlannedRun run, GroupStaging group, long sequence) {
    this.lake = lake;
    this.settings = settings;
    this.run = run;
    this.group = group;
    this.branch = run.id().newBranch();
    this.sequence = sequence;
    this.context =
        new RunContext(settings.asOf(), settings.pseudonymKey(), folder().checkpoint(lake));
  }

  PlannedRun run() {
    return run;
  }

  GroupStaging group() {
    return group;
  }

  String branch() {
    return branch;
  }

  long sequence() {
    return sequence;
  }

  Instant start() {
    return start;
  }

  Contract contract() {
    return run.contract();
  }

  ProductId product() {
    return run.contract().id();
  }

  boolean isRebuild() {
    return run.kind() == RunKind.REBUILD;
  }

  StagingFolder folder() {
    return new StagingFolder(settings.staging().of(product()), product(), branch);
  }

  RunContext context() {
    return context;
  }

  /** What the summary of the last snapshot says. */
  Map<String, String> summary() {
    Map<String, String> summary =
        new RunSummary(
                run.id().id(),
                settings.asOf(),
                run.contract().version(),
                settings.codeVersion(),
                run.id().inputsDigest(),
                sequence,
                run.kind().label())
            .properties();
    summary.putAll(group.summary());
    summary.putAll(KeptVersions.properties(contract(), base(), sequence));
    if (contract().derivation().changeKey().isPresent()) {
      summary.putAll(ChangesSince.properties(contract(), run.contents()));
    }
    return summary;
  }

  /** Whether what the rows no longer are after this run is to be kept. */
  boolean keepsVersions() {
    return contract().change().history() && base().filter(KeptVersions::isKept).isPresent();
  }

  /** The snapshot whose rows it goes on from; empty when it makes them all from zero. */
  private Optional<Snapshot> base() {
    return run.base().filter(b -> !isRebuild()).map(lake.table(product())::snapshot);
  }

  Dataset<Row> rowsOfBranch() {
    return lake.readBranch(product(), branch);
  }

  long tableRows(long snapshot) {
    return Lake.rows(lake.table(product()).snapshot(snapshot));
  }
}
