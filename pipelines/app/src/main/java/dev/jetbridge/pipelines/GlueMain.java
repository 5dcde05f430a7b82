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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * {@code jetbridge run} as a Glue job, or another command that its argument --command names. The
 * session, master and class path are the platform's; the job succeeds when this method returns and
 * fails when it throws: Glue takes any exit of the process for a failure.
 *
 * <p>Arguments are those of the command, as {@code --key value}, mixed with Glue's own. A job that
 * a workflow started runs as of the instant of that workflow's run.
 */
public final class GlueMain {
  private static final int LINES = 20;

  private GlueMain() {}

  /**
   * Runs the job.
   *
   * @throws JetbridgeException when the run failed or was refused, with what it had to say about it
   */
  public static void main(String[] arguments) {
    String command =
        GlueArguments.of(arguments, List.of(EntryPoint.COMMAND), List.of())
            .value(EntryPoint.COMMAND)
            .orElse("run");
    GlueArguments given =
        GlueArguments.of(arguments, Main.optionsWithValue(command), Main.flags(command));
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(given.commandLine());
    if (given.value("--as-of").isEmpty()) {
      asOfTheWorkflow(given).ifPresent(asOf -> line.addAll(List.of("--as-of", asOf)));
    }
    StringWriter said = new StringWriter();
    int code = Main.run(new PrintWriter(said, true), line.toArray(new String[0]));
    if (code != 0) {
      throw new JetbridgeException(kind(code), message(given, said.toString()));
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
