package dev.jetbridge.pipelines.cli;

/** A command that only has commands below it. */
public abstract class CommandGroup extends BaseCommand {
  /** Names them. */
  @Override
  public Integer call() {
    spec.commandLine().usage(out());
    return 2;
  }
}
