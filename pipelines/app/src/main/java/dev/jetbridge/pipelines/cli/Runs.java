package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductGroup;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.lake.NewestAsOf;
import dev.jetbridge.pipelines.publish.PublishProducts;
import dev.jetbridge.pipelines.run.KnownBy;
import dev.jetbridge.pipelines.run.RunLog;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunSettings;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.run.Runner;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** What the commands have in common that run products again. */
final class Runs {
  private Runs() {}

  static Runner runner(Workspace workspace, Instant asOf, PrintWriter out) {
    return runner(workspace, asOf, KnownBy.SOURCE, out);
  }

  static Runner runner(Workspace workspace, Instant asOf, KnownBy knownBy, PrintWriter out) {
    return new Runner(
        workspace.lake(),
        workspace.landing(),
        workspace.operations(),
        RunSettings.of(workspace, asOf).by(knownBy),
        new Progress(out),
        Compilers.of(workspace.contracts()));
  }

  /** The as-of asked for, else that of the latest of these runs, else now. */
  static Instant asOf(String asked, Collection<RunLog.Entry> runs) {
    return asked != null
        ? AsOf.parse(asked)
        : runs.stream()
            .map(RunLog.Entry::asOf)
            .max(Comparator.naturalOrder())
            .orElseGet(Instant::now);
  }

  /** The as-of asked for, else the newest instant that these products speak of, else now. */
  static Instant asOf(String asked, Workspace workspace, Collection<Contract> products) {
    NewestAsOf newest = new NewestAsOf(workspace.lake());
    return asked != null
        ? AsOf.parse(asked)
        : products.stream()
            .flatMap(c -> newest.ofReadable(c).stream())
            .max(Comparator.naturalOrder())
            .orElseGet(Instant::now);
  }

  /** Everything else made from one of these products, in the order of the mesh. */
  static List<Contract> madeFrom(Workspace workspace, Collection<ProductId> products) {
    Set<ProductId> reached = new HashSet<>(products);
    List<Contract> consumers = new ArrayList<>();
    for (List<Contract> wave : workspace.contracts().waves()) {
      for (ProductGroup group : ProductGroup.of(wave)) {
        boolean isMade =
            group.members().stream()
                .flatMap(c -> c.derivation().inputs().stream())
                .anyMatch(reached::contains);
        if (isMade) {
          group.members().stream().filter(c -> reached.add(c.id())).forEach(consumers::add);
        }
      }
    }
    return consumers;
  }

  /**
   * Shows what a command did to its products: registry, ports and page, then the table of results
   * and why some failed or were refused; the exit code.
   *
   * @param moved products that moved without a run of theirs
   * @param besides what else went wrong, and was said already
   */
  static int conclude(
      Workspace workspace,
      CommandSpec spec,
      HomeOptions options,
      Instant moment,
      Collection<Contract> moved,
      List<RunResult> results,
      List<JetbridgeException> besides) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter errors = spec.commandLine().getErr();
    PublishProducts.Shown shown = shown(workspace, out, options, moment, moved, results);
    if (!results.isEmpty()) {
      RunTable.print(out, results, options);
      out.println();
    }
    results.stream()
        .filter(r -> !r.well())
        .forEach(r -> errors.println(options.pasteable(r.word() + ": " + r.message())));
    shown.faults().forEach(errors::println);
    RunTable.offending(results).forEach(c -> out.println(options.pasteable("Inspect: " + c)));
    errors.flush();
    out.flush();
    List<JetbridgeException> failures = new ArrayList<>(besides);
    failures.addAll(shown.failures());
    return RunCommand.exitCode(results, failures);
  }

  /** Registers and serves what was published, and writes the page. */
  static PublishProducts.Shown shown(
      Workspace workspace,
      PrintWriter out,
      HomeOptions options,
      Instant moment,
      Collection<Contract> moved,
      List<RunResult> results) {
    List<Contract> seen = new ArrayList<>(moved);
    results.stream()
        .filter(r -> r.status() == RunStatus.PUBLISHED)
        .forEach(r -> seen.add(r.contract()));
    return seen.isEmpty() && results.isEmpty()
        ? PublishProducts.Shown.NOTHING
        : new PublishProducts(workspace, new Progress(out), options::pasteable)
            .show(seen, results, () -> new AsOfRule(workspace).shown(moment));
  }
}
