package dev.jetbridge.pipelines.cli;

import picocli.CommandLine.Command;

/** What data scientists do with features. */
@Command(
    name = "features",
    description = "Work with the feature groups.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = TrainingSetCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge features training-set --labels churn.csv --features customer_segments.* --out"
          + " train.parquet"
    })
final class FeaturesCommand extends CommandGroup {}
