package dev.jetbridge.pipelines.cli;

import picocli.CommandLine.Command;

/** What data scientists do with features. */
@Command(
    name = "features",
    description = "Work with the feature groups.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {TrainingSetCommand.class, BackfillCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge features training-set --labels churn.csv --features customer_segments.* --out"
          + " train.parquet",
      "  jetbridge features backfill features.customer_segments --from 2023-03-05 --to 2023-08-27"
          + " --every 7d"
    })
final class FeaturesCommand extends CommandGroup {}
