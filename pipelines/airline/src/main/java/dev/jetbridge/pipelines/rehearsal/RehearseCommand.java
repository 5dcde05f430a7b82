package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.pipelines.airline.SampleAirline;
import dev.jetbridge.pipelines.airline.ServedAirline;
import dev.jetbridge.pipelines.cli.Builds;
import dev.jetbridge.pipelines.cli.HomeCommand;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.schedule.Schedule;
import dev.jetbridge.pipelines.storage.OwnerOnly;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.glue.model.JobRunState;

/** Runs the schedule of an installation on this machine. */
@Command(
    name = "rehearse",
    description =
        "Run the schedule on this machine, each job from the jar in a process of its own, with the"
            + " permissions that its generated policy grants.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jetbridge schedule rehearse                           the sample airline",
      "  jetbridge schedule rehearse --config our.properties   your installation, on counterparts",
      "  jetbridge schedule rehearse --as-of 2023-08-31 --as-of 2023-09-01",
      "  jetbridge schedule rehearse stepfunctions             by the state machine",
      "  jetbridge schedule rehearse emr                       as runs of EMR Serverless",
      "",
      "The services are counterparts on loopback: needs moto_server on the path."
    })
final class RehearseCommand extends HomeCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "TARGET",
      description = "What starts the jobs: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).",
      defaultValue = "glue")
  private Schedule.Target target;

  @Option(
      names = "--as-of",
      paramLabel = "DAY",
      description =
          "The day to run for; may be repeated: the next run of the schedule (default: the last day"
              + " of the sample airline, now with sources of your own).")
  private List<LocalDate> days = List.of();

  @Option(
      names = "--customers",
      paramLabel = "N",
      description = "Customers of the sample airline (default: ${DEFAULT-VALUE}).",
      defaultValue = "60")
  private int customers;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Its days (default: ${DEFAULT-VALUE}).",
      defaultValue = "5")
  private int length;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where output of the jobs and of the services goes; must not be there"
              + " (default: ${DEFAULT-VALUE}).",
      defaultValue = "rehearsal")
  private Path folder;

  @Override
  public Integer call() {
    PrintWriter out = out();
    DeployableJar jar = DeployableJar.in(Builds.target());
    make(folder);
    try (Workspace installation = options.openWhole()) {
      Optional<Path> file =
          installation
              .configFile()
              .filter(f -> installation.config().platform() == Config.Platform.AWS);
      RehearsedSettings settings = RehearsedSettings.of(file, target, loads(installation));
      settings.notes().forEach(note -> out.println("  " + note));
      if (settings.hasOwnSources()) {
        keepSecrets(settings, installation);
        return rehearse(installation, settings, jar, Optional.empty(), out);
      }
      out.printf("Simulating the sample airline: %d customers, %d days …%n", customers, length);
      out.flush();
      try (ServedAirline airline = ServedAirline.in(folder, customers, length)) {
        settings.put(Config.properties(airline.configuration()));
        keepSecrets(settings, installation);
        return rehearse(installation, settings, jar, Optional.of(airline), out);
      }
    }
  }

  private static boolean loads(Workspace installation) {
    return installation.contracts().all().stream()
        .anyMatch(contract -> contract.ports().contains(OutputPort.WAREHOUSE));
  }

  private static void keepSecrets(RehearsedSettings settings, Workspace installation) {
    settings.keep(installation.config().managedSecrets(), installation.secrets()::read);
  }

  private int rehearse(
      Workspace installation,
      RehearsedSettings settings,
      DeployableJar jar,
      Optional<ServedAirline> airline,
      PrintWriter out) {
    boolean whole = true;
    // Whoever interrupts it leaves no job and no service behind.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () ->
                    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly)));
    try (Rehearsal rehearsal =
        Rehearsal.open(
            target,
            settings,
            jar,
            Builds.target(),
            folder.toAbsolutePath(),
            airline.map(ServedAirline::dataExchange),
            Faults.NONE)) {
      for (Optional<LocalDate> day : days(airline.isPresent())) {
        day.ifPresent(d -> airline.ifPresent(a -> a.deliverThrough(d)));
        try (Workspace rehearsed =
            installation.elsewhere(folder.resolve("home"), rehearsal.configuration())) {
          out.printf("%d write calls to apply it%n", rehearsal.apply(rehearsed).lines().size());
        }
        out.printf("The schedule as of %s%n", day.map(LocalDate::toString).orElse("now"));
        out.flush();
        whole &=
            print(
                out,
                rehearsal.run(day.map(LocalDate::toString), run -> print(out, rehearsal, run)));
      }
      out.println("Beside it");
      whole &= print(out, rehearsal.runBeside(run -> print(out, rehearsal, run)));
      rehearsal.warehouse().ifPresent(warehouse -> print(out, warehouse));
      RehearsalReport report = new RehearsalReport(rehearsal.calls(), rehearsal.policies());
      report.print(out, folder.resolve("needs.txt"));
      // A port that was refused is told by no job.
      whole &= report.refused().isEmpty();
    }
    out.println("Output of each job is in " + folder);
    out.flush();
    return whole ? 0 : FailureKind.EXTERNAL.exitCode();
  }

  private List<Optional<LocalDate>> days(boolean sample) {
    if (!days.isEmpty()) {
      return days.stream().map(Optional::of).toList();
    }
    return List.of(sample ? Optional.of(SampleAirline.DEFAULT_LAST_DAY) : Optional.empty());
  }

  private static void print(PrintWriter out, Rehearsal rehearsal, JobRun run) {
    long calls = rehearsal.calls().stream().filter(c -> c.caller().equals(run.caller())).count();
    out.printf("  %-44s %-9s %6.1f s %6d calls%n", run.job(), run.state(), run.seconds(), calls);
    if (run.state() != JobRunState.SUCCEEDED) {
      out.println("    " + JobProcess.reason(run.folder()));
    }
    out.flush();
  }

  private static void print(PrintWriter out, RehearsedWarehouse warehouse) {
    out.println("The warehouse, PostgreSQL here, holds");
    warehouse.loaded().forEach(product -> out.println("  " + product));
  }

  /** Tells what did not start; true when all succeeded. */
  private static boolean print(PrintWriter out, Outcome outcome) {
    outcome.notStarted().forEach(name -> out.printf("  %-44s not started%n", name));
    return outcome.isWhole();
  }

  private static void make(Path folder) {
    try {
      if (Files.exists(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          if (files.findAny().isPresent()) {
            throw new JetbridgeException(
                FailureKind.CONFIG,
                "Cannot rehearse in " + folder + ": it is not empty; name another with --out");
          }
        }
      }
      OwnerOnly.make(folder);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot make " + folder + ": " + e.getMessage(), e);
    }
  }
}
