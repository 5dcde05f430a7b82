package dev.jetbridge.pipelines.airline;

import dev.jetbridge.pipelines.cli.Commands;
import java.util.List;

/** What is done on a laptop only: simulate, measure, and prove the jar that goes to AWS. */
public final class AirlineCommands implements Commands {
  @Override
  public List<Object> all() {
    return List.of(new SimulateCommand(), new BenchCommand(), new PackageCommand());
  }
}
