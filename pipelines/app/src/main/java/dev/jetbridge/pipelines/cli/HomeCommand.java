package dev.jetbridge.pipelines.cli;

import picocli.CommandLine.Mixin;

/** A command that works with a home. */
abstract class HomeCommand extends BaseCommand {
  @Mixin HomeOptions options;
}
