package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.compile.registration.Compilers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks contracts without running anything. */
@Command(
    name = "lint",
    description =
        "Check contracts and report every fault: files by themselves, folders together with the"
            + " bundled contracts.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge contracts lint contracts/shop/orders.odcs.yaml",
      "  jetbridge contracts lint contracts"
    })
final class ContractsLintCommand extends BaseCommand {
  @Parameters(
      paramLabel = "FILE|DIR",
      arity = "1..*",
      description = "Contracts, or folders of them.")
  private List<Path> paths;

  @Override
  public Integer call() {
    List<Contract> contracts = ContractLoader.lint(paths, Compilers.standard());
    PrintWriter out = out();
    contracts.forEach(
        c -> out.println(c.origin() + ": " + c.id() + " " + c.version() + ", no faults"));
    out.flush();
    return 0;
  }
}
