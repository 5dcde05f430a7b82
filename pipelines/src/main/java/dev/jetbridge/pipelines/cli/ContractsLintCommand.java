package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ContractLoader;
import dev.jetbridge.contracts.Contracts;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.jobs.registration.Jobs;
import dev.jetbridge.quality.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
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
    List<Contract> contracts =
        ContractLoader.lint(paths, (contract, products) -> findings(contract, products, bundled));
    PrintWriter out = spec.commandLine().getOut();
    contracts.forEach(
        c -> out.println(c.origin() + ": " + c.id() + " " + c.version() + ", no faults"));
    out.flush();
    return 0;
  }

  private static List<Finding> findings(
      Contract contract, Optional<Set<ProductId>> products, Contracts bundled) {
    return Stream.concat(
            RuleSet.findings(contract, products).stream(),
            Jobs.faults(contract, bundled).stream()
                .map(fault -> Finding.ofProperty("transformation", fault)))
        .toList();
  }
}
