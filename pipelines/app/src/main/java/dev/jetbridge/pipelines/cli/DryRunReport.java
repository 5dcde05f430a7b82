package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.jobs.Secret;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.compile.CompiledProduct;
import dev.jetbridge.pipelines.ingest.Before;
import dev.jetbridge.pipelines.ingest.Ingest;
import dev.jetbridge.pipelines.ingest.Ingest.Foreseen;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.landing.Printable;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.EarlierFiles;
import dev.jetbridge.pipelines.run.OutcomeWords;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.RuleResult;
import dev.jetbridge.registry.IcebergTables;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Tells what ingesting the files of a folder would bring; ends as the run would. */
final class DryRunReport {
  private static final String REFUSE = "refuse: ";

  private final PrintWriter out;
  private final Workspace workspace;
  private final CompiledProduct product;
  private final Contract contract;
  private final FolderPull folder;
  private final UnaryOperator<String> commands;

  DryRunReport(
      PrintWriter out,
      Workspace workspace,
      CompiledProduct product,
      FolderPull folder,
      UnaryOperator<String> commands) {
    this.out = out;
    this.workspace = workspace;
    this.product = product;
    this.contract = product.contract();
    this.folder = folder;
    this.commands = commands;
  }

  /** The exit code that the run would have. */
  int tell(Instant moment) {
    Foreseen foreseen = foreseen(moment);
    foreseen.files().forEach(this::tell);
    foreseen
        .passedOver()
        .forEach(
            (name, why) -> out.println(Printable.of(name) + ": not taken, " + commands.apply(why)));
    folder.notes(contract).forEach(out::println);
    folder.failures().forEach(f -> out.println("not pulled: " + f.getMessage()));
    out.println();
    out.printf(
        "%,d records would be accepted, %,d quarantined. Nothing was changed.%n",
        foreseen.accepted(), foreseen.rejected());
    Optional<JetbridgeException> unset = unset();
    unset.ifPresent(u -> out.println("The run would fail: " + u.getMessage()));
    List<String> breaks = breaks();
    breaks.forEach(b -> out.println("The run would fail: the table cannot change this way: " + b));
    if (foreseen.files().isEmpty()) {
      out.println("No file is new: the run would change nothing.");
    } else if (foreseen.acceptsNothing()) {
      out.println("The run would accept nothing, and the table would stay as it is.");
    }
    foreseen.report().blocking().forEach(r -> out.println("The run would be refused: " + told(r)));
    foreseen.report().results().stream()
        .filter(r -> !r.blocks() && !(r.outcome() instanceof Outcome.Passed))
        .forEach(r -> out.println("warning: " + told(r)));
    if (refusesUnusualFigures() && foreseen.accepted() > 0) {
      out.println(
          "Figures are not compared with those of earlier runs here; unusual ones refuse the run.");
    }
    out.flush();
    if (unset.isPresent()) {
      return unset.get().kind().exitCode();
    }
    if (foreseen.acceptsNothing() || !foreseen.report().publishable() || !breaks.isEmpty()) {
      return FailureKind.CONTRACT.exitCode();
    }
    return folder.failures().isEmpty() ? 0 : FailureKind.EXTERNAL.exitCode();
  }

  /** What is missing for a run; a look makes no key, and the sample airline has one made for it. */
  private Optional<JetbridgeException> unset() {
    try {
      if (!workspace.config().sampleAirline()) {
        workspace.pseudonymKey();
      }
      return Optional.empty();
    } catch (JetbridgeException e) {
      return Optional.of(e);
    }
  }

  private boolean refusesUnusualFigures() {
    SourceFormat.Anomalies anomalies = contract.source().orElseThrow().anomalies();
    return anomalies.wanted() && anomalies.severity() == QualityRule.Severity.ERROR;
  }

  private Foreseen foreseen(Instant moment) {
    // Without deletes that hold no token is needed, and no key is made for a look.
    Optional<Dataset<Row>> tombstones =
        contract.change().deleteMarker().isPresent()
                && workspace.lake().exists(OperationsTable.TOMBSTONES.id())
            ? Optional.of(workspace.operations().tombstones(contract.id()))
            : Optional.empty();
    Secret key = tombstones.isPresent() ? workspace.pseudonymKey() : new Secret("");
    EarlierFiles earlier =
        new EarlierFiles(workspace.lake(), workspace.landing(), workspace.operations(), contract);
    List<LandedFile> files = new ArrayList<>(folder.inPlace(contract));
    files.addAll(waiting(earlier, moment, files));
    return product
        .ingest(workspace.lake())
        .foresee(files, new Before(earlier.dealtWith(files), earlier.history(), tombstones, key));
  }

  /** A run takes all that is in landing, not only what is sent now. */
  private List<LandedFile> waiting(EarlierFiles earlier, Instant moment, List<LandedFile> sent) {
    Set<String> hashes = sent.stream().map(LandedFile::hash).collect(Collectors.toSet());
    List<LandedFile> waiting =
        earlier.waiting(moment).stream().filter(f -> !hashes.contains(f.hash())).toList();
    if (!waiting.isEmpty()) {
      out.printf(
          "The run would take %,d more from landing, where earlier ones left them, beginning with"
              + " %s%n",
          waiting.size(), Printable.of(waiting.get(0).name()));
    }
    return waiting;
  }

  private List<String> breaks() {
    return new IcebergTables(workspace.lake().catalog())
        .plan(product.table()).stream()
            .filter(line -> line.startsWith(REFUSE))
            .map(line -> line.substring(REFUSE.length()))
            .toList();
  }

  private void tell(Ingest.DryRun file) {
    String name = Printable.of(file.file());
    if (file.refusal().isPresent()) {
      out.println(name + ": refused, " + commands.apply(file.refusal().get()));
      return;
    }
    if (file.settled().isPresent()) {
      out.printf("%s: %,d records, not read, %s%n", name, file.records(), file.settled().get());
      return;
    }
    out.printf(
        "%s: %,d records, %,d would be accepted, %,d quarantined%n",
        name, file.records(), file.accepted(), file.rejected());
    file.warning().ifPresent(warning -> out.println("  warning: " + warning));
    file.rejects().forEach((reason, count) -> out.printf("  %,8d  %s%n", count, reason));
  }

  private static String told(RuleResult result) {
    return "rule " + result.rule() + " " + OutcomeWords.of(result.outcome());
  }
}
