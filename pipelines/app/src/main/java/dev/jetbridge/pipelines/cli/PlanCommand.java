package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.compile.CompiledProduct;
import dev.jetbridge.pipelines.compile.ProductCompiler;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.run.PlannedRun;
import dev.jetbridge.pipelines.run.Planner;
import dev.jetbridge.pipelines.run.RunHistory;
import dev.jetbridge.pipelines.workspace.Workspace;
import dev.jetbridge.registry.IcebergTables;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints the run graph and what a run would do; changes nothing. */
@Command(
    name = "plan",
    description = "Show the run graph, what is due and why. Changes nothing.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge plan                        what a run would do with the files in landing",
      "  jetbridge plan --as-of 2023-09-01     the same, a day later",
      "",
      "Files that were not pulled yet are not considered."
    })
final class PlanCommand extends ExistingHomeCommand {
  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The instant to plan for (default: as of jetbridge run).")
  private String asOf;

  @Option(
      names = "--rewind",
      description = "Show a run that lets products go back to an earlier --as-of.")
  private boolean rewind;

  @Override
  int in(Workspace workspace, PrintWriter out) {
    AsOfRule rule = new AsOfRule(workspace);
    Instant moment = rule.moment(asOf);
    boolean fresh = !workspace.lake().exists(OperationsTable.RUNS.id());
    RunHistory history = fresh ? RunHistory.none() : RunHistory.read(workspace.operations());
    Planner asAsked = new Planner(workspace.lake(), workspace.landing(), history, moment);
    Planner planner = rewind ? asAsked.rewinding() : asAsked;
    IcebergTables tables = new IcebergTables(workspace.lake().catalog());
    Set<ProductId> due = new HashSet<>();
    List<List<String>> rows = new ArrayList<>();
    Contracts all = workspace.contracts();
    ProductCompiler compiler = Compilers.of(all);
    Set<ProductId> blocked = new HashSet<>();
    List<JetbridgeException> failures = new ArrayList<>();
    int wave = 1;
    for (List<Contract> contracts : all.waves()) {
      for (Contract contract : contracts) {
        try {
          CompiledProduct product = compiler.compile(contract);
          PlannedRun run = planner.plan(contract);
          String reason = planner.stays(contract) ? "" : reason(contract, run, due, all);
          Optional<String> why = blocked(contract, all, blocked);
          boolean isDue = why.isEmpty() && !reason.isEmpty();
          if (isDue) {
            due.add(contract.id());
          }
          rows.add(
              List.of(
                  Integer.toString(wave),
                  contract.id().toString(),
                  isDue ? "due" : "-",
                  options.pasteable(why.orElse(isDue ? reason : run.reason())),
                  inputs(contract),
                  String.join("; ", tables.plan(product.table()))));
        } catch (Throwable e) {
          blocked.add(contract.id());
          failures.add(Failures.logged(e, "plan " + contract.id()));
          rows.add(
              List.of(
                  Integer.toString(wave),
                  contract.id().toString(),
                  "-",
                  "it cannot be planned, see below",
                  inputs(contract),
                  ""));
        }
      }
      wave++;
    }
    for (BrokenContract broken : all.broken()) {
      rows.add(List.of("", broken.name(), "-", "its contract does not load", "", ""));
    }
    out.println("As of " + moment);
    rule.backwards(all.all(), moment, rewind).forEach(line -> out.println("  " + line));
    out.println();
    TextTable.print(out, List.of("wave", "product", "due", "why", "inputs", "table changes"), rows);
    out.println();
    out.println(
        options.pasteable(
            due.size()
                + " of "
                + rows.size()
                + " products are due. Next: jetbridge run"
                + (asOf == null ? "" : " --as-of " + asOf)
                + (rewind ? " --rewind" : "")));
    out.flush();
    failures.forEach(f -> err().println(options.pasteable(f.getMessage())));
    all.faults().ifPresent(failures::add);
    return RunCommand.exitCode(List.of(), failures);
  }

  private static String inputs(Contract contract) {
    return contract.derivation().inputs().stream()
        .map(ProductId::toString)
        .collect(Collectors.joining(", "));
  }

  /** The input that keeps a product from being made, in words. */
  private static Optional<String> blocked(
      Contract contract, Contracts contracts, Set<ProductId> blocked) {
    Optional<String> why =
        contract.derivation().inputs().stream()
            .filter(i -> contracts.isBroken(i) || blocked.contains(i))
            .findFirst()
            .map(
                i ->
                    "its input "
                        + i
                        + (blocked.contains(i) ? " is blocked" : " has a faulty contract"));
    why.ifPresent(w -> blocked.add(contract.id()));
    return why;
  }

  private static String reason(
      Contract contract, PlannedRun run, Set<ProductId> due, Contracts all) {
    List<ProductId> changing =
        contract.derivation().inputs().stream().filter(due::contains).toList();
    if (!changing.isEmpty()) {
      return "after "
          + changing.stream().map(ProductId::toString).collect(Collectors.joining(", "))
          + Planner.madeWhole(contract, changing.stream().map(all::get).toList())
              .map(why -> ", " + why)
              .orElse("");
    }
    return run.due() ? run.reason() : "";
  }
}
