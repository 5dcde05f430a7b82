package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.ports.Served;
import dev.jetbridge.pipelines.ports.registration.Ports;
import dev.jetbridge.pipelines.warehouse.WarehouseConnection;
import dev.jetbridge.pipelines.warehouse.WarehouseDefinitions;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What analysts ask: tables and views of Redshift and Athena. */
@Command(
    name = "warehouse",
    description = "Show the tables and views of products in Redshift and Athena, or load Redshift.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {WarehouseCommand.Ddl.class, WarehouseCommand.Load.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge warehouse ddl analytics.customer_value_monthly",
      "  jetbridge warehouse ddl --engine athena",
      "  jetbridge warehouse load"
    })
final class WarehouseCommand extends CommandGroup {
  /** The engines that have definitions. */
  enum Engine {
    REDSHIFT,
    ATHENA
  }

  /** Prints statements; touches nothing. */
  @Command(
      name = "ddl",
      description = "Print the statements that define tables and views; nothing is run.")
  static final class Ddl extends OfProducts {
    @Option(
        names = "--engine",
        paramLabel = "ENGINE",
        defaultValue = "redshift",
        description = "redshift or athena (default: ${DEFAULT-VALUE}).")
    private Engine engine;

    @Override
    public Integer call() {
      PrintWriter out = out();
      try (Workspace workspace = options.open()) {
        List<Contract> contracts = served(workspace);
        out.print(
            switch (engine) {
              case REDSHIFT -> WarehouseDefinitions.redshift(contracts);
              case ATHENA -> WarehouseDefinitions.athena(contracts, workspace.config().databases());
            });
        out.flush();
        return 0;
      }
    }
  }

  /** Loads what the Parquet ports hold now. */
  @Command(
      name = "load",
      description = "Load the current versions of Parquet ports into the configured Redshift.")
  static final class Load extends OfProducts {
    @Override
    public Integer call() {
      PrintWriter out = out();
      try (Workspace workspace = options.existing()) {
        List<Contract> contracts = served(workspace);
        WarehouseConnection.requireAnswer(
            workspace
                .config()
                .warehouse()
                .orElseThrow(
                    () ->
                        new JetbridgeException(
                            FailureKind.CONFIG,
                            "Cannot load a warehouse: none is configured; set warehouse.url and"
                                + " warehouse.user in "
                                + Config.FILE)),
            workspace.secrets());
        Served served = Ports.of(workspace).serve(contracts, OutputPort.WAREHOUSE);
        served.lines().forEach(out::println);
        served.failures().forEach(f -> out.println("not served: " + f.getMessage()));
        out.flush();
        return RunCommand.exitCode(List.of(), served.failures());
      }
    }
  }

  /** One of products with the port. */
  private abstract static class OfProducts extends HomeCommand {
    @Parameters(
        paramLabel = "PRODUCT",
        arity = "0..1",
        description = "domain.product (default: every product with the port warehouse).")
    private String product;

    final List<Contract> served(Workspace workspace) {
      if (product == null) {
        return workspace.contracts().all().stream()
            .filter(c -> c.ports().contains(OutputPort.WAREHOUSE))
            .toList();
      }
      Contract contract = workspace.contracts().get(ProductId.parse(product));
      if (!contract.ports().contains(OutputPort.WAREHOUSE)) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot serve "
                + contract.id()
                + " in the warehouse: its contract names the output ports "
                + contract.ports().stream().map(OutputPort::label).toList()
                + "; add parquet and warehouse to outputPorts");
      }
      return List.of(contract);
    }
  }
}
