package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.channel.FolderPull;
import dev.jetbridge.pipelines.ingest.ByteJudgement;
import dev.jetbridge.pipelines.ingest.draft.ContractChanges;
import dev.jetbridge.pipelines.ingest.draft.ContractDraft;
import dev.jetbridge.pipelines.ingest.format.registration.Formats;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Drafts a contract from a sample file, or the changes that a drifted file asks of one. */
@Command(
    name = "draft",
    description =
        "Draft a contract from a sample file (csv or JSON lines, plain or gzip), or propose the"
            + " changes that a drifted file asks of the contract of its product.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge contracts draft --from orders_1.csv",
      "  jetbridge contracts draft --from orders_1.csv --id shop.orders --out"
          + " shop/orders.odcs.yaml",
      "  jetbridge contracts draft --from members_20230901.csv.gz --for loyalty.members",
      "",
      "Every record is looked at, in bounded memory; nothing but the file of --out is written."
    })
final class ContractsDraftCommand extends BaseCommand {
  @Option(names = "--from", paramLabel = "FILE", required = true, description = "The sample file.")
  private Path from;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "domain.product of the draft (default: draft and the name of the file).")
  private String id;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the draft; not over a file (default: the standard output).")
  private Path target;

  @Option(
      names = "--for",
      paramLabel = "PRODUCT",
      description = "Propose changes to the contract of this product instead.")
  private String product;

  @Option(
      names = "--contracts",
      paramLabel = "DIR",
      description = "A folder with contracts of your own (*.odcs.yaml); may be repeated.")
  private List<Path> contracts = new ArrayList<>();

  @Override
  public Integer call() {
    if (product != null && (id != null || target != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "--for proposes changes and writes no draft: leave --id and --out out");
    }
    PrintWriter out = out();
    if (product != null) {
      return propose(out, ContractLoader.load(contracts).get(ProductId.parse(product)));
    }
    ContractDraft draft =
        ContractDraft.of(
            from, Optional.ofNullable(id).map(ProductId::parse), Formats.bundled()::sample);
    Contract contract = ContractLoader.parse(draft.yaml(), "the draft");
    List<String> warnings = new ArrayList<>(draft.warnings());
    refusal(contract).ifPresent(reason -> warnings.add(refusedFor(reason, draft)));
    if (target == null) {
      out.print(draft.yaml());
      out.flush();
      return 0;
    }
    write(draft.yaml());
    out.printf(
        Locale.ROOT,
        "%s: %d columns from %,d records, %,d broken%n",
        target,
        contract.columns().size(),
        draft.records(),
        draft.broken());
    warnings.forEach(w -> out.println("  " + w));
    out.println("Read it and correct it. Next:");
    out.println(
        pasteable("  jetbridge contracts lint " + Pasteable.quoted(target + ""), List.of()));
    out.println(pasteable("  " + dryRun(draft.id()), List.of(folder(target))));
    out.flush();
    return 0;
  }

  /** Why ingestion would refuse the file whole by the draft; empty when it would not. */
  private Optional<String> refusal(Contract contract) {
    return new FolderPull(folder(from))
        .inPlace(contract).stream()
            .filter(file -> file.name().equals(from.getFileName().toString()))
            .findFirst()
            .flatMap(file -> ByteJudgement.refusal(file, Formats.bundled().reader(contract)));
  }

  /**
   * What to say of a file that is refused until its broken records are mended.
   *
   * @throws JetbridgeException where it is not for those: such a draft is of no use
   */
  private String refusedFor(String reason, ContractDraft draft) {
    if (draft.broken() > 0 && reason.startsWith("quote")) {
      return "this file itself would be refused (" + reason + "): correct that record first";
    }
    throw new JetbridgeException(
        FailureKind.CONTRACT,
        "Cannot draft a contract from " + from + ": it would be refused, " + reason);
  }

  private String dryRun(ProductId id) {
    return "jetbridge ingest "
        + id
        + " --from "
        + Pasteable.quoted(folder(from) + "")
        + " --dry-run";
  }

  private static String pasteable(String text, List<Path> contracts) {
    return Pasteable.of(
        text, contracts.stream().flatMap(c -> Stream.of("--contracts", c + "")).toList());
  }

  private static Path folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of(".") : parent;
  }

  private void write(String yaml) {
    try {
      Files.createDirectories(folder(target));
      Files.writeString(target, yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot write the draft: " + target + " exists; name another file with --out",
          e);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG, "Cannot write the draft to " + target + ": " + e.getMessage(), e);
    }
  }

  private int propose(PrintWriter out, Contract contract) {
    ContractChanges changes = ContractChanges.of(from, contract, Formats.bundled()::sample);
    out.printf(
        Locale.ROOT,
        "%s against %s %s: %,d records looked at%n",
        from.getFileName(),
        contract.id(),
        contract.version(),
        changes.records());
    if (changes.proposals().isEmpty()) {
      out.println("The file agrees with the contract.");
    }
    for (ContractChanges.Proposal proposal : changes.proposals()) {
      out.println();
      out.println("# " + proposal.reason());
      proposal.snippet().forEach(out::println);
    }
    if (!changes.proposals().isEmpty()) {
      out.println();
      out.println(
          "Nothing was changed. Put the changes that are right into "
              + contract.origin()
              + ". Next: "
              + pasteable(dryRun(contract.id()), contracts));
    }
    out.flush();
    return 0;
  }
}
