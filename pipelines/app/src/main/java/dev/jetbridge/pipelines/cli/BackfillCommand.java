package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.publish.PublishProducts;
import dev.jetbridge.pipelines.run.Backfill;
import dev.jetbridge.pipelines.run.BackfillInstants;
import dev.jetbridge.pipelines.run.InputsThen;
import dev.jetbridge.pipelines.run.KnownBy;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes the rows of products for instants that have passed. */
@Command(
    name = "backfill",
    description =
        "Make the rows of feature products for instants that have passed, each from what was known"
            + " then. Instants with rows stay as they are, so a backfill that was stopped goes on.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge features backfill features.customer_segments --from 2023-03-05 --to 2023-08-27"
          + " --every 7d",
      "  jetbridge features backfill features.customer_segments"
          + " features.customer_lifetime_value \\",
      "      --from 2023-01-31 --to 2023-08-31 --every 1m --as-arrived"
    })
final class BackfillCommand extends ExistingHomeCommand {
  @Parameters(paramLabel = "PRODUCT", arity = "1..*", description = "domain.product")
  private List<String> products = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "DATE",
      required = true,
      description = "The first instant; a date means its end, UTC.")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "DATE",
      required = true,
      description = "The instant after which there is none.")
  private String to;

  @Option(
      names = "--every",
      paramLabel = "PERIOD",
      defaultValue = "1d",
      description =
          "From one instant to the next: days (7d), weeks (2w), months (1m) or years (1y); default:"
              + " ${DEFAULT-VALUE}.")
  private String every;

  @Option(
      names = "--as-arrived",
      description = "Read of each source what had been delivered by the instant, as run does.")
  private boolean asArrived;

  @Option(
      names = "--again",
      description = "Make instants that have rows once more, too, and replace those rows.")
  private boolean again;

  @Override
  int in(Workspace workspace, PrintWriter out) {
    long start = System.nanoTime();
    List<Instant> instants =
        new BackfillInstants(AsOf.parse(from), AsOf.parse(to), BackfillInstants.period(every))
            .all();
    Instant last = instants.get(instants.size() - 1);
    List<List<Contract>> waves = waves(workspace);
    List<Contract> contracts = waves.stream().flatMap(List::stream).toList();
    refuseFuture(workspace, contracts.get(0), last);
    Progress progress = new Progress(out);
    new InputsThen(workspace.lake(), workspace.contracts(), instants.get(0))
        .inWords(contracts)
        .forEach(progress::done);
    KnownBy knownBy = asArrived ? KnownBy.ARRIVAL : KnownBy.SOURCE;
    Backfill backfill =
        new Backfill(workspace.operations(), i -> Runs.runner(workspace, i, knownBy, out), again);
    List<Backfill.Made> made = new ArrayList<>();
    for (Instant instant : instants) {
      progress.step("As of " + AsOf.inWords(instant));
      made.addAll(backfill.make(waves, instant));
    }
    List<RunResult> results = made.stream().flatMap(m -> m.result().stream()).toList();
    PublishProducts.Shown shown = Runs.shown(workspace, out, options, last, List.of(), results);
    print(out, made);
    made.forEach(m -> m.result().filter(r -> !r.well()).ifPresent(r -> complain(m, r)));
    shown.faults().forEach(err()::println);
    err().flush();
    out.println();
    out.printf(Locale.ROOT, "Done in %.1f s.%n", (System.nanoTime() - start) / 1e9);
    out.println();
    out.println(
        options.pasteable(
            "Next: jetbridge features training-set --labels FILE --out train.parquet --features '"
                + contracts.get(0).id().name()
                + ".*'"));
    return RunCommand.exitCode(results, shown.failures());
  }

  private List<List<Contract>> waves(Workspace workspace) {
    Set<ProductId> wanted =
        products.stream()
            .map(name -> workspace.contracts().get(ProductId.parse(name)).id())
            .collect(Collectors.toSet());
    List<List<Contract>> waves = workspace.contracts().wavesOf(wanted);
    for (Contract contract : waves.stream().flatMap(List::stream).toList()) {
      if (contract.change().writeMode() != WriteMode.OVERWRITE_PARTITIONS) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot backfill "
                + contract.id()
                + ": it has no rows of each instant (writeMode overwrite-partitions); name a"
                + " product that has");
      }
    }
    return waves;
  }

  private static void refuseFuture(Workspace workspace, Contract contract, Instant last) {
    Instant newest = new AsOfRule(workspace).moment(null);
    if (last.isAfter(newest)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot backfill "
              + contract.id()
              + " for "
              + AsOf.inWords(last)
              + ": what it is made from is of "
              + AsOf.inWords(newest)
              + "; end with that day, or run jetbridge run --as-of "
              + AsOf.inWords(last)
              + " first");
    }
  }

  private void complain(Backfill.Made made, RunResult result) {
    err()
        .println(
            options.pasteable(
                result.word() + " as of " + AsOf.inWords(made.asOf()) + ": " + result.message()));
  }

  private static void print(PrintWriter out, List<Backfill.Made> made) {
    List<List<String>> rows = new ArrayList<>();
    for (Backfill.Made one : made) {
      Optional<RunResult> published = one.result().filter(r -> r.status() == RunStatus.PUBLISHED);
      rows.add(
          List.of(
              AsOf.inWords(one.asOf()),
              one.contract().id().toString(),
              one.result().map(RunResult::word).orElse("there already"),
              published.map(r -> String.format(Locale.ROOT, "%,d", r.counts().loaded())).orElse(""),
              published.map(r -> String.format(Locale.ROOT, "%.1f", r.seconds())).orElse("")));
    }
    out.println();
    TextTable.print(out, List.of("as of", "product", "status", "rows", "seconds"), rows);
  }
}
