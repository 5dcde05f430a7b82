package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a product from zero. */
@Command(
    name = "rebuild",
    description =
        "Rebuild a product from scratch: a source-aligned one from every file in landing except"
            + " those withdrawn, another from its inputs as they are now. Readers see the old table"
            + " until the new one is published.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge rebuild loyalty.members",
      "  jetbridge rebuild identity.links --downstream"
    })
final class RebuildCommand extends ExistingHomeCommand {
  @Parameters(paramLabel = "PRODUCT", description = "domain.product")
  private String product;

  @Option(names = "--downstream", description = "Then run what is made from it, too.")
  private boolean downstream;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The instant to run for (default: the newest that the product is for).")
  private String asOf;

  @Override
  int in(Workspace workspace, PrintWriter out) {
    Contract contract = workspace.contracts().get(ProductId.parse(product));
    if (workspace.lake().main(contract.id()).isEmpty()
        || !workspace.lake().exists(OperationsTable.RUNS.id())) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot rebuild " + contract.id() + ": it was never published; run jetbridge run first");
    }
    Instant moment = Runs.asOf(asOf, workspace, Set.of(contract));
    List<Contract> together = workspace.contracts().withGroups(List.of(contract.id()));
    List<RunResult> results =
        new ArrayList<>(Runs.runner(workspace, moment, out).rebuild(together));
    if (downstream && results.stream().allMatch(RunResult::usable)) {
      results.addAll(
          Runs.runner(workspace, moment, out)
              .run(Runs.madeFrom(workspace, together.stream().map(Contract::id).toList())));
    }
    int code = Runs.conclude(workspace, spec, options, moment, List.of(), results, List.of());
    out.println(options.pasteable("Next: jetbridge runs " + contract.id()));
    return code;
  }
}
