package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.run.Rollback;
import dev.jetbridge.pipelines.run.RunHistory;
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

/** Undoes runs. */
@Command(
    name = "rollback",
    description =
        "Set a product back to a run that was published earlier. The runs after it are withdrawn:"
            + " their files are not taken again before jetbridge retry PRODUCT.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge runs loyalty.members",
      "  jetbridge rollback loyalty.members --to 3f2a91c07b5d4e68 --dry-run",
      "  jetbridge rollback loyalty.members --to 3f2a91c07b5d4e68 --rebuild-downstream"
    })
final class RollbackCommand extends ExistingHomeCommand {
  @Parameters(paramLabel = "PRODUCT", description = "domain.product")
  private String product;

  @Option(
      names = "--to",
      paramLabel = "RUN",
      required = true,
      description = "The run to go back to, or the beginning of its id.")
  private String run;

  @Option(
      names = "--rebuild-downstream",
      description = "Make the products again that were made from what is withdrawn.")
  private boolean rebuild;

  @Option(names = "--dry-run", description = "Only report what would be undone.")
  private boolean dryRun;

  @Override
  int in(Workspace workspace, PrintWriter out) {
    Contract contract = workspace.contracts().get(ProductId.parse(product));
    workspace.operations().create();
    Rollback rollback = new Rollback(workspace.lake(), workspace.operations());
    Rollback.Plan plan = rollback.plan(workspace.contracts(), contract, run);
    describe(out, plan);
    if (dryRun || plan.withdrawn().isEmpty()) {
      out.println("Nothing was changed.");
      return 0;
    }
    rollback.apply(plan);
    out.println("Done: " + contract.id() + " is what run " + plan.run().runId() + " published.");
    List<RunResult> results = new ArrayList<>();
    Instant moment = Runs.asOf(null, workspace, Set.of(contract));
    if (rebuild && !plan.affected().isEmpty()) {
      moment = Runs.asOf(null, workspace, plan.affected());
      results.addAll(Runs.runner(workspace, moment, out).run(plan.affected()));
    }
    int code =
        Runs.conclude(workspace, spec, options, moment, List.of(contract), results, List.of());
    if (rebuild && code == 0 && !plan.faulty().isEmpty()) {
      code = FailureKind.CONFIG.exitCode();
    }
    out.println(options.pasteable("Next: jetbridge runs " + contract.id()));
    return code;
  }

  private void describe(PrintWriter out, Rollback.Plan plan) {
    if (plan.withdrawn().isEmpty()) {
      out.println("Run " + plan.run().runId() + " is the one that is published.");
      return;
    }
    out.println("Runs to withdraw:");
    for (RunHistory.Publication run : plan.withdrawn()) {
      out.println("  " + run.runId() + " as of " + run.asOf() + ", snapshot " + run.snapshot());
    }
    if (plan.affected().isEmpty() && plan.faulty().isEmpty()) {
      out.println("No product was made from them.");
    } else {
      out.println("Products made from them:");
      plan.affected().forEach(c -> out.println("  " + c.id()));
      plan.faulty()
          .forEach(
              product ->
                  out.println(
                      options.pasteable(
                          "  "
                              + product
                              + ", whose contract does not load: it stays as it is; correct its"
                              + " contract, then jetbridge run --product "
                              + product)));
    }
  }
}
