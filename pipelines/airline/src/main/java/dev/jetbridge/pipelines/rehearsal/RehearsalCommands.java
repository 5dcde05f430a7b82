package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.pipelines.cli.Commands;
import java.util.List;
import java.util.Optional;

/** The command that runs a schedule on this machine. */
public final class RehearsalCommands implements Commands {
  @Override
  public List<Object> all() {
    return List.of(new RehearseCommand());
  }

  @Override
  public Optional<String> below() {
    return Optional.of("schedule");
  }
}
