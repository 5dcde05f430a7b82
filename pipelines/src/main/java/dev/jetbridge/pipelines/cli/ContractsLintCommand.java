package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ContractLoader;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.Jobs;
import dev.jetbridge.quality.RuleSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks contracts without running anything. */
@Command(
    name = "lint",
    description =
        "Check contracts and report every fault: files by themselves, folders together with the"
            + " bundled contracts.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge contracts lint contracts/shop/orders.odcs.yaml",
      "  jetbridge contracts lint contracts"
    })
final class ContractsLintCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "1..*",
      description = "Contracts, or folders of them.")
  private List<Path> paths;

  @Override
  public Integer call() {
    Contracts bundled = ContractLoader.bundled();
    List<Contract> contracts = new ArrayList<>();
    List<Path> folders = paths.stream().filter(Files::isDirectory).toList();
    if (!folders.isEmpty()) {
      Set<ProductId> known = bundled.all().stream().map(Contract::id).collect(Collectors.toSet());
      ContractLoader.load(folders, c -> known.contains(c.id()) ? List.of() : faults(c, bundled))
          .all()
          .stream()
          .filter(c -> !known.contains(c.id()))
          .forEach(contracts::add);
    }
    paths.stream()
        .filter(p -> !Files.isDirectory(p))
        .forEach(
            p ->
                contracts.add(
                    ContractLoader.parse(text(p), p.toString(), c -> faults(c, bundled))));
    PrintWriter out = spec.commandLine().getOut();
    contracts.forEach(
        c -> out.println(c.origin() + ": " + c.id() + " " + c.version() + ", no faults"));
    out.flush();
    return 0;
  }

  /**
   * What the contract's own reader cannot know: rules that do not compile, jobs that do not fit.
   */
  private static List<String> faults(Contract contract, Contracts bundled) {
    return Stream.concat(RuleSet.faults(contract).stream(), Jobs.faults(contract, bundled).stream())
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot read contract "
              + file
              + (Files.exists(file)
                  ? ": it cannot be read as UTF-8 text"
                  : ": there is no such file or folder"),
          e);
    }
  }
}
