package dev.jetbridge.pipelines.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What data scientists do with features. */
@Command(
    name = "features",
    description = "Work with the feature groups.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = TrainingSetCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge features training-set --labels churn.csv --features customer_segments.* --out"
          + " train.parquet"
    })
final class FeaturesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 2;
  }
}
