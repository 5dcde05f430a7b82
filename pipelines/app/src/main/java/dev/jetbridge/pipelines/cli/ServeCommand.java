package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.publish.Pending;
import dev.jetbridge.pipelines.publish.PublishProducts;
import dev.jetbridge.pipelines.run.RunLog;
import dev.jetbridge.pipelines.run.RunSettings;
import dev.jetbridge.pipelines.run.Runner;
import dev.jetbridge.pipelines.run.Stopped;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes up for what failed after products were published, and tells what still does. */
@Command(
    name = "serve",
    description =
        "Pull again what could not be pulled, register and serve again what is published, and fail"
            + " while a product is not served, its files could not be pulled, or its last run was"
            + " refused or failed. The last job of a schedule, so that one alarm tells of them"
            + " all.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge serve                                  every product",
      "  jetbridge serve --product loyalty.members        one",
      "",
      "As a job of Glue: --command serve, then the arguments of a product's job (--config,",
      "--home); --product a.b,c.d for some products only."
    })
final class ServeCommand extends ExistingHomeCommand {
  @Option(
      names = "--product",
      paramLabel = "PRODUCT",
      split = ",",
      description = "This product only; may be repeated (default: all).")
  private List<String> products = new ArrayList<>();

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description =
          "The instant to make products for whose files came late (default: that of the last run).")
  private String asOf;

  @Override
  int in(Workspace workspace, PrintWriter out) {
    if (!workspace.lake().exists(OperationsTable.RUNS.id())) {
      out.println(options.pasteable("Nothing has run yet. Next: jetbridge run"));
      return 0;
    }
    Collection<Contract> all = workspace.contracts().all();
    Collection<Contract> asked =
        products.isEmpty()
            ? all
            : products.stream().map(p -> workspace.contracts().get(ProductId.parse(p))).toList();
    pullAgain(workspace, asked, new Progress(out));
    // The plans that a local home has instead of calls speak of all its products.
    boolean home = workspace.config().platform() == Config.Platform.LOCAL;
    PublishProducts.Shown shown =
        new PublishProducts(workspace, new Progress(out), options::pasteable)
            .serve(home ? all : asked);
    List<JetbridgeException> failures = new ArrayList<>(shown.failures());
    List<String> faults = new ArrayList<>(shown.faults());
    Set<ProductId> ids = asked.stream().map(Contract::id).collect(Collectors.toSet());
    for (Pending.Step step : new Pending(workspace).all()) {
      if (ids.contains(step.product()) && step.step().equals(Pending.Scope.PULL)) {
        failures.add(new JetbridgeException(FailureKind.EXTERNAL, step.why()));
        faults.add(
            "not pulled: "
                + step.product()
                + ": "
                + step.why()
                + "; serve and its next run try again");
      }
    }
    for (RunLog.Entry run : new RunLog(workspace.operations()).lastOfEach()) {
      if (ids.contains(run.product()) && run.failed()) {
        failures.add(new JetbridgeException(FailureKind.CONTRACT, run.message()));
        faults.add(run.word() + ": " + about(run));
      }
    }
    faults.forEach(fault -> err().println(options.pasteable(fault)));
    err().flush();
    out.println();
    out.println(
        faults.isEmpty()
            ? "Everything that is published is served."
            : faults.size() + " left, see above; what is pending is in operations.deliveries.");
    out.println(options.pasteable("Next: jetbridge " + (faults.isEmpty() ? "products" : "runs")));
    return RunCommand.exitCode(List.of(), failures);
  }

  /**
   * Pulls what could not be pulled, and makes the products of it, and those made of them, for the
   * instant of the last run. What fails again is told with the rest.
   */
  private void pullAgain(Workspace workspace, Collection<Contract> asked, Progress progress) {
    List<ProductId> pending =
        new Pending(workspace)
            .all().stream()
                .filter(step -> step.step().equals(Pending.Scope.PULL))
                .map(Pending.Step::product)
                .toList();
    List<Contract> sources = asked.stream().filter(c -> pending.contains(c.id())).toList();
    if (sources.isEmpty()) {
      return;
    }
    Collection<RunLog.Entry> runs = new RunLog(workspace.operations()).lastOfEach();
    Instant moment =
        Optional.ofNullable(asOf)
            .map(AsOf::parse)
            .or(() -> runs.stream().map(RunLog.Entry::asOf).max(Instant::compareTo))
            .orElseGet(() -> new AsOfRule(workspace).moment(null));
    Pulls pulls = new Pulls(workspace, progress);
    pulls.pull(sources, moment);
    Set<ProductId> late = readers(workspace.contracts(), asked, pulls.pulled());
    if (!late.isEmpty()) {
      progress.step("Making products of what was pulled late");
      new Runner(
              workspace.lake(),
              workspace.landing(),
              workspace.operations(),
              RunSettings.of(workspace, moment),
              progress,
              Compilers.of(workspace.contracts()))
          .run(
              workspace.contracts().wavesOf(late),
              false,
              Stopped.at(moment, workspace.contracts().all(), runs));
    }
    pulls.note();
  }

  /** Products, and those that are made of them, as far as they are asked for. */
  private static Set<ProductId> readers(
      Contracts contracts, Collection<Contract> asked, Collection<ProductId> products) {
    Set<ProductId> all = new TreeSet<>(products);
    for (List<Contract> wave : contracts.waves()) {
      wave.stream()
          .filter(asked::contains)
          .filter(c -> c.derivation().inputs().stream().anyMatch(all::contains))
          .forEach(c -> all.add(c.id()));
    }
    return all;
  }

  /** Most messages name the product. */
  private static String about(RunLog.Entry run) {
    return run.message().contains(run.product().toString())
        ? run.message()
        : run.product() + ": " + run.message();
  }
}
