package dev.jetbridge.pipelines.airline;

import dev.jetbridge.pipelines.cli.HomeCommand;
import dev.jetbridge.pipelines.cli.Pasteable;
import dev.jetbridge.pipelines.cli.SampleOptions;
import dev.jetbridge.pipelines.cli.TemporaryHome;
import dev.jetbridge.pipelines.simulator.SimulationCost;
import dev.jetbridge.pipelines.simulator.SimulationResult;
import dev.jetbridge.pipelines.simulator.Simulator;
import dev.jetbridge.pipelines.simulator.world.SimulationPlan;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the sample airline's files, and the truth apart from them. */
@Command(
    name = "simulate",
    description = "Write source files of a simulated airline, and the truth about them.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge simulate --out /tmp/airline",
      "  jetbridge simulate --out /tmp/airline --customers 1000 --days 90 --seed 7"
    })
final class SimulateCommand extends HomeCommand {
  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Where to write: DIR/sources and DIR/truth.")
  private Path folder;

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Customers (default: ${DEFAULT-VALUE}).")
  private int customers;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "365",
      description = "Days, up to the last one (default: ${DEFAULT-VALUE}).")
  private int days;

  @Option(
      names = "--last-day",
      paramLabel = "DATE",
      description = "Last day (default: 2023-08-31).")
  private LocalDate lastDay = SampleAirline.DEFAULT_LAST_DAY;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--yes", description = SampleOptions.YES)
  private boolean yes;

  @Override
  public Integer call() {
    PrintWriter console = out();
    // Only Spark is needed of a home.
    try (TemporaryHome home = options.temporary("simulate");
        Workspace workspace = options.open(home)) {
      SimulationPlan plan =
          new SimulationPlan(customers, lastDay.minusDays(days - 1L), lastDay, seed, "AED");
      LargeSimulation.approve(SimulationCost.of(plan, Optional.empty()), yes, console);
      SimulationResult result =
          new Simulator(workspace.lake().spark())
              .simulate(plan, Optional.empty(), folder.resolve("sources"), folder.resolve("truth"));
      console.println(result.newFiles() + " files in " + folder.resolve("sources"));
      console.println("the truth about them in " + folder.resolve("truth"));
      console.println();
      console.println("Next:");
      console.println(
          options.pasteable(
              "  jetbridge ingest reservations.bookings --from "
                  + Pasteable.quoted(folder.resolve("sources/reservations").toString())
                  + " --dry-run"));
      console.flush();
      return 0;
    }
  }
}
