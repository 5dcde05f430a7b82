package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunLog;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.run.Runner;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Resumes what failed, and what was withdrawn when it is named. */
@Command(
    name = "retry",
    description =
        "Run again what failed or was refused, then what is made from it. A product that is"
            + " named also takes again what a rollback withdrew.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge retry                   everything whose last run did not publish",
      "  jetbridge retry loyalty.members   this product, with files that were withdrawn",
      "  jetbridge retry loyalty.members --accept-anomalies",
      "                                    this product: its figures are right"
    })
final class RetryCommand extends HomeCommand {
  @Parameters(paramLabel = "PRODUCT", arity = "0..*", description = "Products to run again.")
  private List<String> products = new ArrayList<>();

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The instant to run for (default: that of the run that failed).")
  private String asOf;

  @Option(
      names = "--accept-anomalies",
      description =
          "Publish the named products although figures are unusual: somebody has checked them."
              + " Rules still refuse.")
  private boolean acceptAnomalies;

  @Override
  public Integer call() {
    PrintWriter out = out();
    if (acceptAnomalies && products.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--accept-anomalies needs the products whose figures were checked, such as"
              + " jetbridge retry loyalty.members --accept-anomalies");
    }
    try (Workspace workspace = options.existing()) {
      if (!workspace.lake().exists(OperationsTable.RUNS.id())) {
        out.println(options.pasteable("Nothing has run yet. Next: jetbridge run"));
        out.flush();
        return 0;
      }
      List<RunLog.Entry> last = new RunLog(workspace.operations()).lastOfEach();
      Set<ProductId> wanted = wanted(workspace, last);
      if (wanted.isEmpty() && workspace.contracts().faults().isPresent()) {
        out.println("Nothing to run again before the contracts above load.");
        out.println(options.pasteable("Next: jetbridge run"));
        out.flush();
        return FailureKind.CONFIG.exitCode();
      }
      if (wanted.isEmpty()) {
        out.println("Nothing to run again: the last run of every product was published.");
        out.println(options.pasteable("Next: jetbridge runs"));
        out.flush();
        return 0;
      }
      Instant moment =
          Runs.asOf(asOf, last.stream().filter(e -> wanted.contains(e.product())).toList());
      Runner runner = Runs.runner(workspace, moment, out);
      List<Contract> named =
          workspace.contracts().withGroups(wanted).stream()
              .map(c -> acceptAnomalies ? c.acceptingAnomalies() : c)
              .toList();
      List<RunResult> results =
          new ArrayList<>(products.isEmpty() ? runner.run(named) : runner.retry(named));
      if (results.stream().anyMatch(r -> r.status() == RunStatus.PUBLISHED)) {
        results.addAll(
            runner.run(Runs.madeFrom(workspace, named.stream().map(Contract::id).toList())));
      }
      int code =
          Runs.conclude(
              workspace,
              spec,
              options,
              moment,
              List.of(),
              results,
              // What was not named is everything, and so are the contracts that do not load.
              products.isEmpty() ? workspace.contracts().faults().stream().toList() : List.of());
      out.println(options.pasteable("Next: jetbridge runs " + named.get(0).id()));
      out.flush();
      return code;
    }
  }

  private Set<ProductId> wanted(Workspace workspace, List<RunLog.Entry> last) {
    Set<ProductId> wanted = new LinkedHashSet<>();
    if (!products.isEmpty()) {
      products.forEach(p -> wanted.add(workspace.contracts().get(ProductId.parse(p)).id()));
      return wanted;
    }
    Set<ProductId> known = new LinkedHashSet<>();
    workspace.contracts().all().forEach(c -> known.add(c.id()));
    last.stream()
        .filter(e -> e.status().equals("failed") || e.status().equals("refused"))
        .filter(e -> known.contains(e.product()))
        .forEach(e -> wanted.add(e.product()));
    return wanted;
  }
}
