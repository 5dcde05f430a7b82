package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.Workspace;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.ingest.Ingest;
import dev.jetbridge.pipelines.ingest.Ingest.Foreseen;
import dev.jetbridge.pipelines.landing.Printable;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.OutcomeWords;
import dev.jetbridge.quality.Outcome;
import dev.jetbridge.quality.RuleResult;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.registry.IcebergTables;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tells what ingesting the files of a folder would bring; ends as the run would. */
final class DryRunReport {
  private static final String REFUSE = "refuse: ";

  private final PrintWriter out;
  private final Workspace workspace;
  private final Contract contract;
  private final FolderPull folder;

  DryRunReport(PrintWriter out, Workspace workspace, Contract contract, FolderPull folder) {
    this.out = out;
    this.workspace = workspace;
    this.contract = contract;
    this.folder = folder;
  }

  /** The exit code that the run would have. */
  int tell(Instant moment) {
    Foreseen foreseen = foreseen(moment);
    foreseen.files().forEach(this::tell);
    folder.notes(contract).forEach(out::println);
    folder.failures().forEach(f -> out.println("not pulled: " + f.getMessage()));
    out.println();
    out.printf(
        "%,d records would be accepted, %,d quarantined. Nothing was changed.%n",
        foreseen.accepted(), foreseen.rejected());
    List<String> breaks = breaks();
    breaks.forEach(b -> out.println("The run would fail: the table cannot change so: " + b));
    if (foreseen.acceptsNothing()) {
      out.println("The run would accept nothing, and the table would stay as it is.");
    }
    foreseen.report().blocking().forEach(r -> out.println("The run would be refused: " + told(r)));
    foreseen.report().results().stream()
        .filter(r -> !r.blocks() && !(r.outcome() instanceof Outcome.Passed))
        .forEach(r -> out.println("warning: " + told(r)));
    out.flush();
    if (foreseen.acceptsNothing() || !foreseen.report().publishable() || !breaks.isEmpty()) {
      return FailureKind.CONTRACT.exitCode();
    }
    return folder.failures().isEmpty() ? 0 : FailureKind.EXTERNAL.exitCode();
  }

  private Foreseen foreseen(Instant moment) {
    // Without deletes that hold no token is needed, and no key is made for a look.
    Optional<Dataset<Row>> tombstones =
        contract.change().deleteMarker().isPresent()
                && workspace.lake().exists(OperationsTable.TOMBSTONES.id())
            ? Optional.of(workspace.operations().tombstones(contract.id()))
            : Optional.empty();
    Secret key =
        tombstones.isPresent() ? workspace.runSettings(moment).pseudonymKey() : new Secret("");
    return new Ingest(workspace.lake(), contract, RuleSet.of(contract))
        .foresee(folder.inPlace(contract), tombstones, key);
  }

  private List<String> breaks() {
    return new IcebergTables(workspace.lake().catalog())
        .plan(contract).stream()
            .filter(line -> line.startsWith(REFUSE))
            .map(line -> line.substring(REFUSE.length()))
            .toList();
  }

  private void tell(Ingest.DryRun file) {
    String name = Printable.of(file.file());
    if (file.refusal().isPresent()) {
      out.println(name + ": refused, " + file.refusal().get());
      return;
    }
    out.printf(
        "%s: %,d records, %,d would be accepted, %,d quarantined%n",
        name, file.records(), file.records() - file.rejected(), file.rejected());
    file.warning().ifPresent(warning -> out.println("  warning: " + warning));
    file.rejects().forEach((reason, count) -> out.printf("  %,8d  %s%n", count, reason));
  }

  private static String told(RuleResult result) {
    return "rule " + result.rule() + " " + OutcomeWords.of(result.outcome());
  }
}
