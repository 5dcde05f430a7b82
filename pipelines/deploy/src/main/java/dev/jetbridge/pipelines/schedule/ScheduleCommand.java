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
    subcommands = {
      ScheduleCommand.Render.class,
      ScheduleCommand.Policies.class,
      ScheduleCommand.Diff.class,
      ScheduleCommand.Apply.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge schedule render glue --out ./schedule       look at it; touches nothing remote",
      "  jetbridge schedule policies glue --out ./policies     what each role needs",
      "  jetbridge schedule diff glue                          what apply would change, and keep",
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
      description =
          "Write the schedule as files, in the shape of the API; touches nothing remote."
              + " Placeholders stand for what the configuration lacks.")
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
      if (schedule.missing().isEmpty()) {
        writer.println(options.pasteable("Next: jetbridge schedule apply " + target));
      } else {
        writer.println("Placeholders stand for what the configuration lacks; apply needs it:");
        schedule.missing().forEach(what -> writer.println("  " + what));
      }
    }
  }

  @Command(
      name = "policies",
      description =
          "Write the policies of IAM of each role, and whom it trusts, as files; touches nothing"
              + " remote.")
  static final class Policies extends OfSchedule {
    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path folder;

    @Override
    void with(Schedule schedule, PrintWriter writer) {
      schedule.renderPolicies(folder).forEach(file -> writer.println("  " + folder.resolve(file)));
      schedule.missing().forEach(what -> writer.println("Placeholder: " + what));
    }
  }

  /** What needs the jar of the jobs. */
  private abstract static class WithJar extends OfSchedule {
    @Option(
        names = "--jar",
        paramLabel = "FILE",
        description = "The jar of the jobs (default: what ./jetbridge package made).")
    private Path jar;

    DeployableJar jar() {
      return jar == null ? DeployableJar.in(Builds.target()) : DeployableJar.at(jar);
    }
  }

  @Command(
      name = "diff",
      description =
          "Say what apply would change, and what operators added that it keeps; writes nothing.")
  static final class Diff extends WithJar {
    @Override
    void with(Schedule schedule, PrintWriter writer) {
      Changes changes = schedule.diff(jar());
      changes.lines().forEach(line -> writer.println("  " + line));
      changes.kept().forEach(line -> writer.println("  " + line));
      changes.notes().forEach(writer::println);
      writer.println(changes.lines().size() + " write calls would be made, none was");
    }
  }

  @Command(
      name = "apply",
      description = "Send jar and configuration to S3 and create the schedule, or change it.")
  static final class Apply extends WithJar {
    @Override
    void with(Schedule schedule, PrintWriter writer) {
      Changes changes = schedule.apply(jar());
      changes.lines().forEach(line -> writer.println("  " + line));
      changes.notes().forEach(writer::println);
      writer.println(changes.lines().size() + " write calls");
    }
  }
}
