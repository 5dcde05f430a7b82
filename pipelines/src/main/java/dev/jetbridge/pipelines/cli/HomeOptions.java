package dev.jetbridge.pipelines.cli;

import dev.jetbridge.pipelines.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options every command has. */
final class HomeOptions {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Where everything lives (default: ${DEFAULT-VALUE}).",
      defaultValue = "jetbridge-home")
  private Path home;

  @Option(
      names = "--contracts",
      paramLabel = "DIR",
      description = "A folder with contracts of your own (*.odcs.yaml); may be repeated.")
  private List<Path> contracts = new ArrayList<>();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration (default: jetbridge.properties in the home).")
  private Path config;

  Workspace open() {
    return Workspace.open(home, Optional.ofNullable(config), contracts);
  }
}
