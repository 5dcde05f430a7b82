package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.BrokenContract;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.platform.EntryPoint;
import dev.jetbridge.pipelines.publish.PublishProducts;
import dev.jetbridge.pipelines.run.KnownBy;
import dev.jetbridge.pipelines.run.RunLog;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunSettings;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.run.Runner;
import dev.jetbridge.pipelines.run.Stopped;
import dev.jetbridge.pipelines.workspace.Sample;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pulls files, makes every product that is due, registers them and writes the report. */
@Command(
    name = "run",
    description = "Pull files and make every product that is due, from landing to features.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge run                         10,000 customers, one year, as of 2023-08-31",
      "  jetbridge run --as-of 2023-09-01      the next day's files on top",
      "  jetbridge run --as-of 2023-06-30      features of that day, the rest stays as it is",
      "  jetbridge run --customers 200000 --home /tmp/large",
      "  jetbridge run --product customer360.purchases --product features.customer_segments",
      "",
      "Without sftp.host in jetbridge.properties the files are those of the sample airline."
    })
final class RunCommand extends HomeCommand {
  private static final String FAULTY = "its contract does not load, see its faults above";

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description =
          "The instant to run for; a date means its end, UTC (default: the newest one"
              + " published, first 2023-08-31, for the sample airline, else now).")
  private String asOf;

  @Option(
      names = "--as-arrived",
      description =
          "Read of each source what had been delivered by the instant. Without it what the source"
              + " had said by then counts, whenever it came.")
  private boolean asArrived;

  @Option(
      names = "--rewind",
      description =
          "Let products that keep one state go back to an earlier --as-of. Without it a run for an"
              + " earlier instant leaves them as they are.")
  private boolean rewind;

  @Option(
      names = "--product",
      paramLabel = "PRODUCT",
      split = ",",
      description = "Make this product only, from what its inputs have published; may be repeated.")
  private List<String> products = new ArrayList<>();

  @Option(
      names = "--scheduled",
      description =
          "As a job of a schedule: a product that other jobs could not make for this instant stops"
              + " those made of it. What is refused, failed, not pulled or not served is in the"
              + " ledger, and jetbridge serve, the last job, fails for it; the exit code is 0, or 6"
              + " when an outside failure may get well by another try.")
  private boolean scheduled;

  @Mixin private SampleOptions sampleOptions;

  @Override
  public Integer call() {
    PrintWriter out = out();
    long start = System.nanoTime();
    try (Workspace workspace = options.open()) {
      List<List<Contract>> waves = waves(workspace.contracts());
      List<Contract> selected = waves.stream().flatMap(List::stream).toList();
      boolean pulls = selected.stream().anyMatch(Contract::isSource);
      boolean sample = workspace.config().sampleAirline();
      Progress progress = new Progress(out);
      progress.step("Starting Spark");
      AsOfRule rule = new AsOfRule(workspace);
      Instant moment = rule.moment(asOf);
      progress.step("As of " + AsOf.inWords(moment));
      rule.backwards(selected, moment, rewind).forEach(progress::done);
      // What a run cannot do without is missed before files are taken.
      RunSettings settings =
          RunSettings.of(workspace, moment).by(asArrived ? KnownBy.ARRIVAL : KnownBy.SOURCE);
      Optional<LocalDate> awaited = Optional.empty();
      if (sample && pulls) {
        progress.step("Simulating the sample airline up to " + moment.toString().substring(0, 10));
        SampleFiles.Delivered delivered =
            Sample.part(SampleFiles.class).deliver(workspace, sampleOptions, moment, out);
        progress.done(delivered.inWords());
        awaited = delivered.awaited();
      }
      Pulls pull = new Pulls(workspace, progress);
      pull.pull(selected, moment);
      List<JetbridgeException> failures = new ArrayList<>(pull.failures());
      progress.step("Making products");
      Runner runner =
          new Runner(
              workspace.lake(),
              workspace.landing(),
              workspace.operations(),
              settings,
              progress,
              Compilers.of(workspace.contracts()));
      boolean whole = products.isEmpty();
      List<RunResult> results =
          whole
              ? runner.run(workspace.contracts(), rewind)
              : runner.run(waves, rewind, stopped(workspace, moment));
      pull.note();
      PublishProducts.Shown shown =
          new PublishProducts(workspace, progress, options::pasteable)
              .show(selected, results, () -> rule.shown(moment));
      // A run of some products says nothing of contracts it does not need.
      List<BrokenContract> broken = whole ? workspace.contracts().broken() : List.of();
      RunTable.print(out, results, broken, options);
      PrintWriter errors = err();
      results.stream()
          .filter(r -> !r.well())
          .forEach(r -> errors.println(options.pasteable(r.word() + ": " + r.message())));
      broken.forEach(b -> errors.println("failed: " + b.name() + ": " + FAULTY));
      failures.forEach(f -> errors.println("not pulled: " + f.getMessage()));
      shown.faults().forEach(errors::println);
      if (whole) {
        workspace.contracts().faults().ifPresent(failures::add);
      }
      failures.addAll(shown.failures());
      conclude(out, results, failures, shown.page(), awaited, start);
      return scheduled ? undecided(errors, results, failures) : exitCode(results, failures);
    }
  }

  /** What other jobs of the schedule could not make; a run by hand makes what it is asked for. */
  private Set<ProductId> stopped(Workspace workspace, Instant moment) {
    return scheduled && workspace.lake().exists(OperationsTable.RUNS.id())
        ? Stopped.at(
            moment, workspace.contracts().all(), new RunLog(workspace.operations()).lastOfEach())
        : Set.of();
  }

  /**
   * The exit code of a job. Publication alone opens the way for what is made of a product, and the
   * ledger has what became of each: who reads one that was not made is blocked by its own job, and
   * the last job of the schedule fails. Only an outside failure may get well by another try.
   */
  private static int undecided(
      PrintWriter errors, List<RunResult> results, List<JetbridgeException> failures) {
    if (!failures.isEmpty()) {
      errors.println(
          "Published, not served (or not pulled): see above; pending in operations.deliveries, and"
              + " the serve job of the schedule tries again.");
      errors.flush();
    }
    List<FailureKind> kinds = results.stream().flatMap(r -> r.failure().stream()).toList();
    boolean outside = kinds.contains(FailureKind.EXTERNAL);
    if (outside || kinds.contains(FailureKind.INTERNAL)) {
      errors.println(
          "Failed, see above: it is in operations.runs, stops only what is made of it, and the"
              + " serve job of the schedule fails for it.");
      errors.flush();
    }
    return outside ? EntryPoint.NOTED : 0;
  }

  /**
   * The products asked for and the others of their groups, each after those of its inputs that are
   * among them.
   */
  private List<List<Contract>> waves(Contracts contracts) {
    Set<ProductId> wanted =
        products.stream()
            .map(name -> contracts.get(ProductId.parse(name)).id())
            .collect(Collectors.toSet());
    return products.isEmpty() ? contracts.waves() : contracts.wavesOf(wanted);
  }

  private void conclude(
      PrintWriter out,
      List<RunResult> results,
      List<JetbridgeException> failures,
      Optional<String> report,
      Optional<LocalDate> awaited,
      long start) {
    boolean changed = results.stream().anyMatch(r -> r.status() == RunStatus.PUBLISHED);
    boolean well = results.stream().allMatch(RunResult::well) && failures.isEmpty();
    out.println();
    if (!changed && well) {
      out.println("Nothing is new: no table was changed.");
    }
    out.printf("Done in %.1f s.%n", (System.nanoTime() - start) / 1e9);
    out.println();
    out.println("Next:");
    RunTable.offending(results).forEach(c -> out.println(options.pasteable("  " + c)));
    if (awaited.isPresent()) {
      out.println(options.pasteable("  jetbridge run --as-of " + awaited.get()));
    } else if (report.isPresent()) {
      String page = Pasteable.quoted(report.get());
      out.println(page.contains("://") ? "  aws s3 cp " + page + " ." : "  open " + page);
      out.println(
          options.pasteable(
              "  jetbridge sql \"select as_of, segment_name, count(*) customers from"
                  + " features.customer_segments group by 1, 2 order by 1, 3 desc\""));
      out.println(options.pasteable("  jetbridge products features.customer_lifetime_value"));
    } else {
      results.forEach(
          r -> out.println(options.pasteable("  jetbridge products " + r.contract().id())));
    }
    out.flush();
  }

  /** The gravest failure decides: a bug, then an outside service, configuration, refused data. */
  static int exitCode(List<RunResult> results, List<JetbridgeException> failures) {
    Optional<FailureKind> gravest =
        Stream.concat(
                results.stream().flatMap(r -> r.failure().stream()),
                failures.stream().map(JetbridgeException::kind))
            .max(
                Comparator.comparingInt(
                    kind ->
                        switch (kind) {
                          case CONTRACT -> 1;
                          case CONFIG -> 2;
                          case EXTERNAL -> 3;
                          case INTERNAL -> 4;
                        }));
    return gravest.map(FailureKind::exitCode).orElse(0);
  }
}
