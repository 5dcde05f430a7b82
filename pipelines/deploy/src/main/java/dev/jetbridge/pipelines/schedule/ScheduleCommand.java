package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.pipelines.cli.Builds;
import dev.jetbridge.pipelines.cli.HomeOptions;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The products of the mesh as jobs that start by themselves. */
@Command(
    name = "schedule",
    description = "Make the products run by themselves on AWS, each after its inputs.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ScheduleCommand.Render.class, ScheduleCommand.Apply.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge schedule render glue --out ./schedule       look at it; touches nothing remote",
      "  jetbridge schedule apply glue                         create it, or change what differs",
      "  jetbridge schedule apply stepfunctions --cron \"cron(30 4 * * ? *)\""
    })
final class ScheduleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return 2;
  }

  /** What both have: the installation, what starts the jobs, and when. */
  static final class What {
    @Mixin private HomeOptions options;

    @Parameters(
        paramLabel = "TARGET",
        description = "What starts the jobs: ${COMPLETION-CANDIDATES}.")
    private Schedule.Target target;

    @Option(
        names = "--cron",
        paramLabel = "EXPRESSION",
        description =
            "When, as cron(minute hour day month weekday year) in UTC (default: schedule.cron of"
                + " the configuration, else as often as the contracts promise).")
    private String cron;

    Schedule in(Workspace workspace) {
      return Schedule.of(workspace, target, Optional.ofNullable(cron));
    }
  }

  @Command(
      name = "render",
      description = "Write the schedule as files, in the shape of the API; touches nothing remote.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      usageHelpAutoWidth = true)
  static final class Render implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private What what;

    @Option(
        names = "--out",
        paramLabel = "DIR",
        required = true,
        description = "Where to write; its folders jobs and triggers hold nothing else after.")
    private Path out;

    @Override
    public Integer call() {
      PrintWriter writer = spec.commandLine().getOut();
      try (Workspace workspace = what.options.openWhole()) {
        Schedule schedule = what.in(workspace);
        List<String> files = schedule.render(out);
        files.forEach(file -> writer.println("  " + out.resolve(file)));
        writer.println(files.size() + " files; runs at " + schedule.cron() + " UTC");
        writer.println(what.options.pasteable("Next: jetbridge schedule apply " + what.target));
        writer.flush();
        return 0;
      }
    }
  }

  @Command(
      name = "apply",
      description = "Send jar and configuration to S3 and create the schedule, or change it.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      usageHelpAutoWidth = true)
  static final class Apply implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private What what;

    @Option(
        names = "--jar",
        paramLabel = "FILE",
        description = "The jar of the jobs (default: what ./jetbridge package made).")
    private Path jar;

    @Override
    public Integer call() {
      PrintWriter writer = spec.commandLine().getOut();
      try (Workspace workspace = what.options.openWhole()) {
        DeployableJar deployable =
            jar == null ? DeployableJar.in(Builds.target()) : DeployableJar.at(jar);
        Schedule schedule = what.in(workspace);
        Changes changes = schedule.apply(deployable);
        changes.lines().forEach(line -> writer.println("  " + line));
        changes.notes().forEach(writer::println);
        writer.println(changes.lines().size() + " write calls");
        writer.flush();
        return 0;
      }
    }
  }
}
