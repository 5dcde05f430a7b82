package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.pipelines.cli.Builds;
import dev.jetbridge.pipelines.cli.CommandGroup;
import dev.jetbridge.pipelines.cli.HomeCommand;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The products of the mesh as jobs that start by themselves. */
@Command(
    name = "schedule",
    description = "Schedule the products on AWS, each after its inputs.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ScheduleCommand.Render.class, ScheduleCommand.Apply.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge schedule render glue --out ./schedule       look at it; touches nothing remote",
      "  jetbridge schedule apply glue                         create it, or change what differs",
      "  jetbridge schedule apply stepfunctions --cron \"cron(30 4 * * ? *)\""
    })
final class ScheduleCommand extends CommandGroup {
  /** What both have: the installation, what starts the jobs, and when. */
  private abstract static class OfSchedule extends HomeCommand {
    @Parameters(
        paramLabel = "TARGET",
        description = "What starts the jobs: ${COMPLETION-CANDIDATES}.")
    Schedule.Target target;

    @Option(
        names = "--cron",
        paramLabel = "EXPRESSION",
        description =
            "When, as cron(minute hour day month weekday year) in UTC (default: schedule.cron of"
                + " the configuration, else as often as the contracts promise).")
    private String cron;

    @Override
    public final Integer call() {
      PrintWriter writer = out();
      try (Workspace workspace = options.openWhole()) {
        with(Schedule.of(workspace, target, Optional.ofNullable(cron)), writer);
        writer.flush();
        return 0;
      }
    }

    abstract void with(Schedule schedule, PrintWriter writer);
  }

  @Command(
      name = "render",
      description = "Write the schedule as files, in the shape of the API; touches nothing remote.")
  static final class Render extends OfSchedule {
    @Option(
        names = "--out",
        paramLabel = "DIR",
        required = true,
        description = "Where to write; other files in its folders jobs and triggers are deleted.")
    private Path folder;

    @Override
    void with(Schedule schedule, PrintWriter writer) {
      List<String> files = schedule.render(folder);
      files.forEach(file -> writer.println("  " + folder.resolve(file)));
      writer.println(files.size() + " files; runs at " + schedule.cron() + " UTC");
      writer.println(options.pasteable("Next: jetbridge schedule apply " + target));
    }
  }

  @Command(
      name = "apply",
      description = "Send jar and configuration to S3 and create the schedule, or change it.")
  static final class Apply extends OfSchedule {
    @Option(
        names = "--jar",
        paramLabel = "FILE",
        description = "The jar of the jobs (default: what ./jetbridge package made).")
    private Path jar;

    @Override
    void with(Schedule schedule, PrintWriter writer) {
      Changes changes =
          schedule.apply(jar == null ? DeployableJar.in(Builds.target()) : DeployableJar.at(jar));
      changes.lines().forEach(line -> writer.println("  " + line));
      changes.notes().forEach(writer::println);
      writer.println(changes.lines().size() + " write calls");
    }
  }
}
