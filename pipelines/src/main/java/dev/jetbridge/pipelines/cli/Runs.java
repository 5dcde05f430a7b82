package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.Workspace;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.lake.Standing;
import dev.jetbridge.pipelines.run.RunLog;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.Runner;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the commands have in common that run products again. */
final class Runs {
  private Runs() {}

  static Runner runner(Workspace workspace, Instant asOf, PrintWriter out) {
    return new Runner(
        workspace.lake(),
        workspace.landing(),
        workspace.operations(),
        workspace.runSettings(asOf),
        new Progress(out));
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
    Standing standing = new Standing(workspace.lake());
    return asked != null
        ? AsOf.parse(asked)
        : products.stream()
            .flatMap(c -> standing.ofReadable(c).stream())
            .max(Comparator.naturalOrder())
            .orElseGet(Instant::now);
  }

  /** Everything made from one of these products, in the order of the mesh. */
  static List<Contract> madeFrom(Workspace workspace, Collection<ProductId> products) {
    Set<ProductId> reached = new HashSet<>(products);
    List<Contract> consumers = new ArrayList<>();
    for (List<Contract> wave : workspace.contracts().waves()) {
      for (Contract contract : wave) {
        if (contract.making().inputs().stream().anyMatch(reached::contains)
            && reached.add(contract.id())) {
          consumers.add(contract);
        }
      }
    }
    return consumers;
  }

  /** The table of results and why some did not end well; the exit code. */
  static int conclude(
      PrintWriter out, PrintWriter errors, List<RunResult> results, HomeOptions options) {
    RunTable.print(out, results, options);
    out.println();
    results.stream()
        .filter(r -> !r.well())
        .forEach(r -> errors.println(options.pasteable(r.word() + ": " + r.message())));
    RunTable.offending(results).forEach(c -> out.println(options.pasteable("Look: " + c)));
    errors.flush();
    out.flush();
    return RunCommand.exitCode(results, List.of());
  }
}
