package dev.jetbridge.pipelines.cli;

import picocli.CommandLine.Command;

/** What concerns contracts by themselves. */
@Command(
    name = "contracts",
    description = "Draft contracts from sample files, and check them.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ContractsDraftCommand.class, ContractsLintCommand.class})
final class ContractsCommand extends CommandGroup {}
