package dev.jetbridge.pipelines.cli;

import picocli.CommandLine.Command;

/** What analysts do with purchases. */
@Command(
    name = "value",
    description = "Work with the lifetime value of customers.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ValueFitCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge value fit --transactions purchases.csv --customer id --date day --amount amount"
          + " \\",
      "      --calibration-end 2023-06-30 --horizon-days 184 --out value"
    })
final class ValueCommand extends CommandGroup {}
