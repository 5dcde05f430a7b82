package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Classification;
import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.ingest.RejectedRows;
import dev.jetbridge.pipelines.landing.LandedFile;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.QuarantineColumns;
import dev.jetbridge.pipelines.quarantine.MendableFile;
import dev.jetbridge.pipelines.quarantine.Quarantine;
import dev.jetbridge.pipelines.run.RunLog;
import dev.jetbridge.pipelines.run.RunResult;
import dev.jetbridge.pipelines.run.RunStatus;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What was rejected, and the way back in. */
@Command(
    name = "quarantine",
    description = "List what was rejected, correct it and load it again.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      QuarantineCommand.ListThem.class,
      QuarantineCommand.Show.class,
      QuarantineCommand.Export.class,
      QuarantineCommand.Replay.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge quarantine list",
      "  jetbridge quarantine show loyalty.members",
      "  jetbridge quarantine export loyalty.members --out members.csv",
      "  jetbridge quarantine replay loyalty.members --with members.csv",
      "  jetbridge quarantine replay loyalty.members     after the contract was corrected"
    })
final class QuarantineCommand extends CommandGroup {
  private static Contract source(Workspace workspace, String product) {
    Contract contract = workspace.contracts().get(ProductId.parse(product));
    if (!contract.isSource()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot open the quarantine of %s: it is %s, and only files have rows that are rejected"
              .formatted(contract.id(), contract.kind().label()));
    }
    return contract;
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** What one product has in quarantine. */
  private abstract static class OfSource extends ExistingHomeCommand {
    @Parameters(paramLabel = "PRODUCT", description = "A source-aligned product.")
    private String product;

    @Override
    final int in(Workspace workspace, PrintWriter out) {
      return in(workspace, source(workspace, product), out);
    }

    abstract int in(Workspace workspace, Contract contract, PrintWriter out);
  }

  /** Counts by reason, then by file. */
  @Command(
      name = "list",
      description =
          "Count rejected rows by reason, then by file and reason, and name the refused files.")
  static final class ListThem extends ExistingHomeCommand {
    @Parameters(paramLabel = "PRODUCT", arity = "0..1", description = "Only this product.")
    private String product;

    @Override
    int in(Workspace workspace, PrintWriter out) {
      List<Contract> contracts =
          product == null
              ? workspace.contracts().all().stream().filter(Contract::isSource).toList()
              : List.of(source(workspace, product));
      QuarantineList list = new QuarantineList();
      Map<ProductId, Long> refused = lastRefused(workspace);
      Set<ProductId> used = Quarantine.everUsed(workspace);
      for (Contract contract : contracts) {
        Quarantine quarantine = new Quarantine(workspace, contract);
        if (used.contains(contract.id())) {
          list.add(contract.id(), quarantine.groups(), quarantine.refusedFiles());
        }
        if (refused.containsKey(contract.id())) {
          list.addWaiting(contract.id(), quarantine.refusedFiles(refused.get(contract.id())));
        }
      }
      list.print(out);
      out.println(
          list.next()
              .map(next -> options.pasteable("Next: " + next))
              .orElse("Quarantine is empty."));
      return 0;
    }

    /** The snapshots of the products whose last run was refused: its files are in no quarantine. */
    private static Map<ProductId, Long> lastRefused(Workspace workspace) {
      Map<ProductId, Long> refused = new HashMap<>();
      if (workspace.lake().exists(OperationsTable.RUNS.id())) {
        new RunLog(workspace.operations())
            .lastOfEach().stream()
                .filter(run -> run.status().equals(RunStatus.REFUSED.label()))
                .forEach(run -> run.snapshot().ifPresent(s -> refused.put(run.product(), s)));
      }
      return refused;
    }
  }

  /** Rows with their content. */
  @Command(
      name = "show",
      description =
          "Show rejected rows, read back from landing. Columns that are confidential or identify a"
              + " person are hidden unless --raw is given.")
  static final class Show extends OfSource {
    private static final String HIDDEN = "•••";

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "Show at most N rows (default: ${DEFAULT-VALUE}).",
        defaultValue = "20")
    private int limit;

    @Option(names = "--raw", description = "Show personal and confidential columns, too.")
    private boolean raw;

    @Override
    int in(Workspace workspace, Contract contract, PrintWriter out) {
      for (Row row : new Quarantine(workspace, contract).rows().limit(limit).collectAsList()) {
        String column = QuarantineColumns.COLUMN_NAME.of(row);
        out.println(
            "file "
                + QuarantineColumns.FILE_HASH.of(row).substring(0, 12)
                + ", record "
                + QuarantineColumns.RECORD_NUMBER.of(row)
                + ": "
                + (column.isEmpty() ? "" : column + " ")
                + QuarantineColumns.REASON.of(row));
        String line = row.getAs(RejectedRows.LINE);
        if (line != null) {
          out.println("  as it came: " + (raw ? OneLine.of(line) : HIDDEN));
        } else {
          Map<String, String> values = RejectedRows.values(row);
          contract
              .fileColumns()
              .forEach(
                  c -> out.println("  " + c.name() + ": " + shown(values.get(c.sourceName()), c)));
        }
      }
      out.println();
      out.println(
          options.pasteable(
              "Next: jetbridge quarantine export "
                  + contract.id()
                  + " --out "
                  + contract.id().name()
                  + ".csv"));
      return 0;
    }

    private String shown(String value, Column column) {
      boolean hidden =
          column.classification() == Classification.IDENTIFIER
              || column.classification() == Classification.CONFIDENTIAL;
      if (value == null) {
        return "(none)";
      }
      return hidden && !raw ? HIDDEN : OneLine.of(value);
    }
  }

  /** Rows into a file to mend. */
  @Command(
      name = "export",
      description =
          "Write rejected rows to a CSV file, to be corrected. It holds personal data as it"
              + " came and only its owner can read it.")
  static final class Export extends OfSource {
    @Option(names = "--out", paramLabel = "FILE", required = true, description = "The file.")
    private Path file;

    @Override
    int in(Workspace workspace, Contract contract, PrintWriter out) {
      long rows =
          new MendableFile(contract).write(new Quarantine(workspace, contract).rows(), file);
      out.println(number(rows) + " rows in " + file);
      out.println(
          options.pasteable(
              "Correct them, leave _file and _record as they are, then: jetbridge quarantine"
                  + " replay "
                  + contract.id()
                  + " --with "
                  + Pasteable.quoted(file.toString())));
      return 0;
    }
  }

  /** Rows back in. */
  @Command(
      name = "replay",
      description =
          "Load rejected rows and refused files again: by the contract as it is now, or as"
              + " corrected in a file.")
  static final class Replay extends OfSource {
    @Option(
        names = "--with",
        paramLabel = "FILE",
        description = "Rows that were exported and corrected.")
    private Path mended;

    @Option(
        names = "--as-of",
        paramLabel = "DATE",
        description = "The instant to run for (default: that of its last run).")
    private String asOf;

    @Override
    int in(Workspace workspace, Contract contract, PrintWriter out) {
      Quarantine quarantine = new Quarantine(workspace, contract);
      List<LandedFile> files = quarantine.files();
      if (files.isEmpty()) {
        out.println("Quarantine of " + contract.id() + " is empty: nothing to replay.");
        return 0;
      }
      if (mended != null) {
        MendableFile mendable = new MendableFile(contract);
        // Of two versions of a record the one that was mended later holds.
        byte[] lines = mendable.read(mended, mendable.originals(quarantine.rows()), Instant.now());
        if (lines.length > 0) {
          workspace.landing().keepMended(contract.id(), lines);
        }
      }
      Instant moment = Runs.asOf(asOf, workspace, Set.of(contract));
      RunResult result = Runs.runner(workspace, moment, out).replay(contract, files);
      int code =
          Runs.conclude(workspace, spec, options, moment, List.of(), List.of(result), List.of());
      if (result.status() == RunStatus.PUBLISHED) {
        out.println(
            number(result.counts().records() - result.counts().quarantined())
                + " of "
                + number(result.counts().records())
                + " rows left quarantine.");
      }
      out.println(options.pasteable("Next: jetbridge quarantine list " + contract.id()));
      return code;
    }
  }
}
