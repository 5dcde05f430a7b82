package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.channel.Channel;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.channel.Pulled;
import dev.jetbridge.pipelines.channel.registration.Channels;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.publish.PublishProducts;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Ingests files into one product, or those that an event speaks of. */
@Command(
    name = "ingest",
    description =
        "Ingest files into a source-aligned product: those of a folder, or else those that the"
            + " server named in its contract has.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge ingest loyalty.members --from ./files --dry-run",
      "  jetbridge ingest shop.orders --from ./orders --contracts ./contracts",
      "  jetbridge ingest shop.orders --from ./orders/orders_1.csv --contracts ./contracts",
      "  jetbridge ingest reference.airports",
      "  jetbridge ingest --event revision-published.json",
      "",
      "Files whose names fit the contract are taken; the folder is left as it is. An event is",
      "'Revision Published To Data Set' of AWS Data Exchange, as EventBridge delivers it."
    })
final class IngestCommand extends HomeCommand {
  @Parameters(
      paramLabel = "PRODUCT",
      arity = "0..1",
      description = "A source-aligned product, domain.product.")
  private String product;

  @Option(
      names = "--from",
      paramLabel = "PATH",
      description =
          "Folder with the files, or one file (default: pull from the server in the contract).")
  private Path from;

  @Option(
      names = "--event",
      paramLabel = "FILE",
      description = "Pull and ingest what this event published, instead of a PRODUCT.")
  private Path event;

  @Option(
      names = "--dry-run",
      description = "Only report what would be loaded, what rejected, and why.")
  private boolean dryRun;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "The instant to run for (default: now).")
  private String asOf;

  @Override
  public Integer call() {
    if ((product == null) == (event == null)
        || (event != null && from != null)
        || (dryRun && event != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "Name either a PRODUCT, with --from PATH for a folder or a file, or --event FILE;"
              + " --dry-run looks at a folder or a file");
    }
    if (from != null && !Files.exists(from)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot ingest from " + from + ": no such folder or file; name one with --from PATH");
    }
    if (dryRun && !options.homeExists()) {
      // A dry run changes nothing, and makes no home.
      try (TemporaryHome temporary = options.temporary("dry-run");
          Workspace workspace = options.open(temporary)) {
        return ingest(workspace);
      }
    }
    try (Workspace workspace = options.open()) {
      return ingest(workspace);
    }
  }

  private int ingest(Workspace workspace) {
    PrintWriter out = out();
    Instant moment = asOf == null ? AsOf.now() : AsOf.parse(asOf);
    if (event != null) {
      Channel.Announced published = Channels.of(workspace).announced(event);
      new Progress(out).pulled(published.pull(moment));
      return run(out, workspace, published.contracts(), moment, List.of());
    }
    Contract contract = source(workspace);
    if (dryRun) {
      return new DryRunReport(
              out,
              workspace,
              Compilers.of(workspace.contracts()).compile(contract),
              new FolderPull(folder(workspace, contract)),
              options::pasteable)
          .tell(moment);
    }
    // What a run cannot do without is missed before files are taken.
    workspace.pseudonymKey();
    List<JetbridgeException> failures;
    if (from == null) {
      Pulled pulled = Channels.of(workspace).of(contract).pull(contract, moment);
      new Progress(out).pulled(pulled);
      failures = pulled.failures();
    } else {
      FolderPull folder = new FolderPull(from);
      int taken = folder.land(contract, workspace.landing(), moment).size();
      out.println(taken + (taken == 1 ? " file" : " files") + " taken into landing");
      folder.notes(contract).forEach(note -> out.println("  " + note));
      failures = folder.failures();
    }
    PrintWriter errors = err();
    failures.forEach(f -> errors.println("not pulled: " + f.getMessage()));
    return run(out, workspace, List.of(contract), moment, failures);
  }

  /** What a dry run looks at. */
  private Path folder(Workspace workspace, Contract contract) {
    if (from != null) {
      return from;
    }
    return Channels.of(workspace).all().stream()
        .filter(channel -> channel.serves(contract))
        .flatMap(channel -> channel.folder(contract).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new JetbridgeException(
                    FailureKind.CONFIG,
                    "Cannot look at files of "
                        + contract.id()
                        + ": they come from "
                        + contract.source().orElseThrow().location()
                        + ", and a dry run pulls nothing; name a folder or a file with --from"
                        + " PATH"));
  }

  private Contract source(Workspace workspace) {
    Contract contract = workspace.contracts().get(ProductId.parse(product));
    if (!contract.isSource()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot ingest into %s: it is %s and made from other products; ingest into one of its inputs"
              .formatted(contract.id(), contract.kind().label()));
    }
    return contract;
  }

  private int run(
      PrintWriter out,
      Workspace workspace,
      List<Contract> contracts,
      Instant moment,
      List<JetbridgeException> failures) {
    List<RunResult> results = Runs.runner(workspace, moment, out).run(contracts);
    PublishProducts.Shown shown = Runs.shown(workspace, out, options, moment, List.of(), results);
    RunTable.print(out, results, options);
    out.println();
    shown.faults().forEach(err()::println);
    results.stream()
        .filter(r -> !r.well())
        .forEach(r -> out.println(options.pasteable(r.word() + ": " + r.message())));
    List<String> offending = RunTable.offending(results);
    out.println(
        options.pasteable(
            "Next: "
                + (!offending.isEmpty()
                    ? offending.get(0)
                    : results.stream().allMatch(RunResult::well)
                        ? "jetbridge sql \"select * from " + contracts.get(0).id() + " limit 20\""
                        : "jetbridge quarantine list " + contracts.get(0).id())));
    out.flush();
    List<JetbridgeException> all = new ArrayList<>(failures);
    all.addAll(shown.failures());
    return RunCommand.exitCode(results, all);
  }
}
