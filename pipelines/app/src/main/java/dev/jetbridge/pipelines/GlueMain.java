package dev.jetbridge.pipelines;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.config.Config;
import dev.jetbridge.pipelines.platform.EntryPoint;
import dev.jetbridge.pipelines.platform.GlueArguments;
import dev.jetbridge.pipelines.platform.WorkflowRun;
import dev.jetbridge.registry.AwsService;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * {@code jetbridge run --scheduled} as a Glue job, or another command that its argument --command
 * names. The session, master and class path are the platform's; the job succeeds when this method
 * returns and fails when it throws: Glue takes any exit of the process for a failure.
 *
 * <p>Arguments are those of the command, as {@code --key value}, mixed with Glue's own. A job that
 * a workflow started runs as of the instant of that workflow's run.
 *
 * <p>Glue's own retries start a failed job again whatever it failed for (MaxRetries: "the maximum
 * number of times to retry this job if it fails", AWS Glue API, Jobs), so jobs have none: what may
 * get well is tried again here, once, without a new cluster.
 */
public final class GlueMain {
  private static final int LINES = 20;

  /** Calls were tried again for a while before; an outage takes longer. */
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final String SCHEDULED = "--scheduled";

  private GlueMain() {}

  /**
   * Runs the job.
   *
   * @throws JetbridgeException when the command failed, with what it had to say about it
   */
  public static void main(String[] arguments) {
    run(arguments, GlueMain::pause);
  }

  /**
   * Runs the job.
   *
   * @param pause waits until an outside failure may have passed
   */
  static void run(String[] arguments, Runnable pause) {
    String command =
        GlueArguments.of(arguments, List.of(EntryPoint.COMMAND), List.of())
            .value(EntryPoint.COMMAND)
            .orElse("run");
    GlueArguments given =
        GlueArguments.of(arguments, Main.optionsWithValue(command), Main.flags(command));
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(given.commandLine());
    if (Main.flags(command).contains(SCHEDULED) && !line.contains(SCHEDULED)) {
      line.add(SCHEDULED);
    }
    if (Main.optionsWithValue(command).contains("--as-of") && given.value("--as-of").isEmpty()) {
      asOfTheWorkflow(given).ifPresent(asOf -> line.addAll(List.of("--as-of", asOf)));
    }
    Ended ended = once(line);
    if (ended.mayGetWell()) {
      System.err.println("An outside failure; the command is tried once more in a while.");
      pause.run();
      ended = once(line);
    }
    // What is noted stops those that read it by the ledger: a job that fails would keep all jobs
    // after it from starting, since a trigger cannot wait for the end of several, however each
    // ended.
    if (ended.code() != 0 && ended.code() != EntryPoint.NOTED) {
      throw new JetbridgeException(kind(ended.code()), message(given, ended.said()));
    }
  }

  /** How the command ended. */
  private record Ended(int code, String said) {
    boolean mayGetWell() {
      return code == EntryPoint.NOTED || code == FailureKind.EXTERNAL.exitCode();
    }
  }

  private static Ended once(List<String> line) {
    StringWriter said = new StringWriter();
    int code = Main.run(new PrintWriter(said, true), line.toArray(new String[0]));
    // For the log of the job: a job that succeeds may have something to say, too.
    System.err.print(said);
    System.err.flush();
    return new Ended(code, said.toString());
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot finish the job: it was interrupted", e);
    }
  }

  private static Optional<String> asOfTheWorkflow(GlueArguments given) {
    Optional<String> name = given.value("--WORKFLOW_NAME");
    Optional<String> run = given.value("--WORKFLOW_RUN_ID");
    if (name.isEmpty() || run.isEmpty()) {
      return Optional.empty();
    }
    Config config = Config.read(given.value("--config").map(Path::of));
    try (GlueClient glue =
        config.aws().settings().configure(AwsService.GLUE, GlueClient.builder()).build()) {
      return Optional.of(new WorkflowRun(glue, name.get()).asOf(run.get()));
    }
  }

  private static FailureKind kind(int code) {
    return Arrays.stream(FailureKind.values())
        .filter(kind -> kind.exitCode() == code)
        .findFirst()
        .orElse(FailureKind.INTERNAL);
  }

  /** What Glue shows as the error of the job run. */
  private static String message(GlueArguments given, String said) {
    String text = said.lines().limit(LINES).collect(Collectors.joining("\n")).strip();
    return "Cannot finish job "
        + given.value("--JOB_NAME").orElse("jetbridge")
        + ": "
        + (text.isEmpty() ? "the run failed or was refused" : text);
  }
}
