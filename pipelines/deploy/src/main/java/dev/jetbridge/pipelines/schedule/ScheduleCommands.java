package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.pipelines.cli.Commands;
import java.util.List;

/** The command that makes products run by themselves. */
public final class ScheduleCommands implements Commands {
  @Override
  public List<Object> all() {
    return List.of(new ScheduleCommand());
  }
}
