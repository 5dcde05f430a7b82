package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.Workspace;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.ingest.Ingest;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.Runner;
import dev.jetbridge.quality.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ingests files of a folder into one product. */
@Command(
    name = "ingest",
    description = "Ingest files of your own into a source-aligned product.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge ingest loyalty.members --from ./files --dry-run",
      "  jetbridge ingest shop.orders --from ./orders --contracts ./contracts",
      "",
      "Files whose names fit the contract are taken; the folder is left as it is."
    })
final class IngestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions options;

  @Parameters(paramLabel = "PRODUCT", description = "A source-aligned product, domain.product.")
  private String product;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      required = true,
      description = "Folder with the files.")
  private Path from;

  @Option(names = "--dry-run", description = "Only say what would be loaded, rejected and why.")
  private boolean dryRun;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The instant the run speaks of (default: now).")
  private String asOf;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Workspace workspace = options.open()) {
      Contract contract = workspace.contracts().get(ProductId.parse(product));
      if (!contract.isSource()) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot ingest into "
                + contract.id()
                + ": it is "
                + contract.kind().label()
                + " and made from other products; ingest into one of its inputs");
      }
      FolderPull folder = new FolderPull(from);
      if (dryRun) {
        return report(out, contract, folder, workspace);
      }
      Instant moment = asOf == null ? Instant.now() : AsOf.parse(asOf);
      List<LandedFile> landed = folder.land(contract, workspace.landing(), moment);
      out.println(landed.size() + " files taken into landing");
      List<RunResult> results =
          new Runner(
                  workspace.lake(),
                  workspace.landing(),
                  workspace.operations(),
                  workspace.runSettings(moment),
                  new Progress(out))
              .run(List.of(contract));
      RunTable.print(out, results);
      out.println();
      results.stream()
          .filter(r -> !r.usable())
          .forEach(r -> out.println(r.status().label() + ": " + r.message()));
      out.println("Next: jetbridge sql \"select * from " + contract.id() + " limit 20\"");
      out.flush();
      return RunCommand.exitCode(results, List.of());
    }
  }

  private static int report(
      PrintWriter out, Contract contract, FolderPull folder, Workspace workspace) {
    Ingest ingest = new Ingest(workspace.lake(), contract, RuleSet.of(contract));
    long accepted = 0;
    long rejected = 0;
    boolean refused = false;
    for (Ingest.DryRun file : ingest.dryRun(folder.inPlace(contract))) {
      if (file.refusal().isPresent()) {
        refused = true;
        out.println(file.file() + ": refused, " + file.refusal().get());
        continue;
      }
      accepted += file.records() - file.rejected();
      rejected += file.rejected();
      out.printf(
          "%s: %,d records, %,d would be accepted, %,d quarantined%n",
          file.file(), file.records(), file.records() - file.rejected(), file.rejected());
      file.rejects().forEach((reason, count) -> out.printf("  %,8d  %s%n", count, reason));
    }
    out.println();
    out.printf(
        "%,d records would be accepted, %,d quarantined. Nothing was changed.%n",
        accepted, rejected);
    out.flush();
    return refused ? FailureKind.CONTRACT.exitCode() : 0;
  }
}
