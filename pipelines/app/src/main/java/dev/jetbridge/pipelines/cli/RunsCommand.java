package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.RunLog;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what ran. */
@Command(
    name = "runs",
    description = "Show the last runs: when, how long, how many records, and what went wrong.",
    footerHeading = "%nExamples:%n",
    footer = {"  jetbridge runs", "  jetbridge runs loyalty.members --limit 50"})
final class RunsCommand extends ExistingHomeCommand {
  @Parameters(paramLabel = "PRODUCT", arity = "0..1", description = "Only this product.")
  private String product;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show at most N runs (default: ${DEFAULT-VALUE}).",
      defaultValue = "20")
  private int limit;

  @Override
  int in(Workspace workspace, PrintWriter out) {
    Optional<ProductId> wanted =
        Optional.ofNullable(product).map(p -> known(workspace.contracts(), ProductId.parse(p)));
    if (!workspace.lake().exists(OperationsTable.RUNS.id())) {
      out.println(options.pasteable("Nothing has run yet. Next: jetbridge run"));
      return 0;
    }
    List<RunLog.Entry> runs = new RunLog(workspace.operations()).last(wanted, limit);
    TextTable.print(
        out,
        List.of(
            "started",
            "product",
            "run",
            "kind",
            "as of",
            "status",
            "records",
            "loaded",
            "quarantined",
            "rows",
            "seconds"),
        runs.stream().map(RunsCommand::cells).toList());
    runs.stream()
        .filter(r -> !r.well())
        .forEach(
            r ->
                out.println(
                    options.pasteable("\n" + r.runId() + " " + r.word() + ": " + r.message())));
    out.println();
    out.println(options.pasteable(next(runs)));
    return 0;
  }

  /** A product that has a contract, be it faulty: its runs say so. */
  private static ProductId known(Contracts contracts, ProductId product) {
    return contracts.isBroken(product) ? product : contracts.get(product).id();
  }

  private static String next(List<RunLog.Entry> runs) {
    if (runs.isEmpty()) {
      return "No run yet. Next: jetbridge run";
    }
    RunLog.Entry last = runs.get(0);
    return last.status().equals("published")
        ? "Next: jetbridge products " + last.product()
        : "Next: jetbridge retry " + last.product();
  }

  private static List<String> cells(RunLog.Entry run) {
    return List.of(
        run.startedAt().map(s -> s.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(""),
        run.product().toString(),
        run.runId(),
        run.kind(),
        run.asOf().truncatedTo(ChronoUnit.SECONDS).toString(),
        run.word(),
        number(run.records()),
        number(run.loaded()),
        number(run.quarantined()),
        number(run.tableRows()),
        run.seconds().map(s -> String.format(Locale.ROOT, "%.1f", s)).orElse(""));
  }

  private static String number(Optional<Long> value) {
    return value.map(v -> String.format(Locale.ROOT, "%,d", v)).orElse("");
  }
}
