package dev.jetbridge.pipelines.cli;

import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The root of the command line. */
@Command(
    name = "jetbridge",
    description = "The customer lakehouse of an airline: contracts in, governed tables out.",
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      SqlCommand.class,
      IngestCommand.class,
      ContractsCommand.class,
      ProductsCommand.class,
      RunsCommand.class,
      RetryCommand.class,
      ServeCommand.class,
      RebuildCommand.class,
      RollbackCommand.class,
      QuarantineCommand.class,
      MaintainCommand.class,
      WarehouseCommand.class,
      FeaturesCommand.class,
      ValueCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge run                                  the sample airline, from SFTP to features",
      "  jetbridge run --as-of 2023-09-01               one more day",
      "  jetbridge sql \"select as_of, count(*) from features.customer_segments group by 1\"",
      "",
      "Exit codes: 0 done, 2 configuration or usage, 3 data refused by a contract,",
      "4 an outside service, 5 a bug."
    })
public final class Jetbridge extends CommandGroup {
  /** The command line; its examples are as they are to be typed. */
  public static CommandLine line() {
    CommandLine line = new CommandLine(new Jetbridge());
    List<Commands> more =
        ServiceLoader.load(Commands.class).stream()
            .map(ServiceLoader.Provider::get)
            // What belongs to a command comes after it.
            .sorted(Comparator.comparing(commands -> commands.below().isPresent()))
            .toList();
    for (Commands commands : more) {
      CommandLine above = commands.below().map(line.getSubcommands()::get).orElse(line);
      commands.all().forEach(above::addSubcommand);
    }
    Pasteable.examples(line.getCommandSpec());
    return line;
  }

  /** A message of a command, with the commands in it as they are to be typed. */
  public static String told(CommandLine command, String message) {
    return HomeOptions.pasteable(command.getCommandSpec(), message);
  }
}
