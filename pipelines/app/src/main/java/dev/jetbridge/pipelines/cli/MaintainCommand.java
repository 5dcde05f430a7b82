package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.config.AsOf;
import dev.jetbridge.pipelines.ports.registration.Ports;
import dev.jetbridge.pipelines.storage.Removed;
import dev.jetbridge.pipelines.upkeep.Ages;
import dev.jetbridge.pipelines.upkeep.TableUpkeep;
import dev.jetbridge.pipelines.upkeep.Upkeep;
import dev.jetbridge.pipelines.upkeep.UpkeepReport;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compacts and expires, and removes what killed and refused runs left. */
@Command(
    name = "maintain",
    description =
        "Compact tables, expire snapshots and remove what is no longer needed. Runs may go on"
            + " meanwhile.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge maintain --dry-run                  what would be done",
      "  jetbridge maintain                            all products and the tables of operations",
      "  jetbridge maintain reservations.bookings      one product",
      "",
      "How long things stay is said by the property maintenance of each contract, and never",
      "shorter than a day or the longest run."
    })
final class MaintainCommand extends HomeCommand {
  @Parameters(
      paramLabel = "PRODUCT",
      arity = "0..*",
      description = "domain.product (default: all, and the tables of operations).")
  private List<String> products = new ArrayList<>();

  @Option(names = "--dry-run", description = "Show what would be done; change nothing.")
  private boolean dryRun;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description =
          "The instant from which ages count, not later than now; a date means its end, UTC"
              + " (default: now).")
  private String asOf;

  @Override
  public Integer call() {
    PrintWriter out = out();
    Instant now = moment();
    long start = System.nanoTime();
    try (Workspace workspace = options.existing()) {
      List<Contract> selected =
          products.stream().map(p -> workspace.contracts().get(ProductId.parse(p))).toList();
      Progress progress = new Progress(out);
      progress.step(dryRun ? "Looking at tables" : "Maintaining tables");
      Upkeep upkeep =
          new Upkeep(
              workspace.lake(),
              workspace.operations(),
              new Upkeep.Options(now, Ages.FLOOR, dryRun),
              new Upkeep.Places(workspace.staging(), Ports.of(workspace).all()),
              progress::done);
      UpkeepReport report =
          products.isEmpty() ? upkeep.all(workspace.contracts().all()) : upkeep.some(selected);
      print(out, report);
      report.failures().forEach(f -> err().println("not maintained: " + f.getMessage()));
      out.println();
      out.printf(
          Locale.ROOT,
          "%s in %.1f s.%n",
          dryRun ? "Nothing was changed; looked" : "Done",
          (System.nanoTime() - start) / 1e9);
      out.println();
      out.println(options.pasteable("Next: jetbridge " + next()));
      out.flush();
      return RunCommand.exitCode(List.of(), report.failures());
    }
  }

  private Instant moment() {
    Instant now = Instant.now();
    if (asOf == null) {
      return now;
    }
    Instant asked = AsOf.parse(asOf);
    if (asked.isAfter(now)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot maintain as of "
              + asked
              + ": it is later than now, and readers would lose what they read; leave --as-of out");
    }
    return asked;
  }

  private void print(PrintWriter out, UpkeepReport report) {
    List<List<String>> rows = new ArrayList<>();
    for (TableUpkeep table : report.tables()) {
      rows.add(
          List.of(
              table.table().toString(),
              number(table.filesBefore()),
              number(table.filesAfter()),
              number(table.snapshots()),
              number(table.expired()),
              number(table.branches().size()),
              number(table.rows()),
              number(table.freed().files()),
              Progress.bytes(table.freed().bytes()),
              table.rollback().map(r -> r.runId() + ", " + r.asOf()).orElse("")));
    }
    out.println();
    if (rows.isEmpty()) {
      out.println("Nothing is published yet.");
      return;
    }
    TextTable.print(
        out,
        List.of(
            "table",
            "files",
            "then",
            "snapshots",
            "expired",
            "branches",
            "dead rows",
            "deleted",
            "bytes",
            "rollback reaches back to"),
        rows);
    out.println();
    line(out, "Replaced versions of output ports", report.ports());
    line(out, "Staging of killed runs", report.staging());
    line(out, "Altogether", report.freed());
    out.println(
        "Everything that "
            + (dryRun ? "would go" : "went")
            + " is older than "
            + hours(report.safe())
            + ": a day, or the longest run so far.");
    report.tables().stream()
        .filter(TableUpkeep::lost)
        .forEach(
            t ->
                out.println(
                    t.table() + ": main moved meanwhile, so it was not compacted; try again"));
  }

  private static void line(PrintWriter out, String what, Removed removed) {
    out.println(
        what + ": " + number(removed.files()) + " files, " + Progress.bytes(removed.bytes()));
  }

  private String next() {
    if (dryRun) {
      return "maintain" + (products.isEmpty() ? "" : " " + String.join(" ", products));
    }
    return products.isEmpty() ? "products" : "products " + products.get(0);
  }

  private static String hours(Duration duration) {
    return String.format(Locale.ROOT, "%.1f h", duration.toSeconds() / 3600.0);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
