package dev.jetbridge.pipelines.cli;

import picocli.CommandLine.Mixin;

/** A command that works with a home. */
public abstract class HomeCommand extends BaseCommand {
  @Mixin protected HomeOptions options;
}
