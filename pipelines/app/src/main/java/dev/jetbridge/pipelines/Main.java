package dev.jetbridge.pipelines;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import dev.jetbridge.pipelines.cli.Jetbridge;
import dev.jetbridge.pipelines.config.Home;
import dev.jetbridge.pipelines.run.Failures;
import dev.jetbridge.pipelines.session.Interruption;
import dev.jetbridge.pipelines.session.SparkFailures;
import dev.jetbridge.pipelines.workspace.Workspace;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The command line: {@code jetbridge COMMAND …}. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  public static void main(String[] arguments) {
    CalmErrorStream errors = new CalmErrorStream(System.err);
    System.setErr(errors);
    Interruption.listen(System.err, arguments);
    int code = run(arguments);
    Interruption.ended();
    errors.end();
    // Glue takes exit(0) of a job for a failure, so only failures exit.
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs a command and returns its exit code: 0, 2 usage, 3 data, 4 outside service, 5 bug. */
  public static int run(String... arguments) {
    return execute(Jetbridge.line(), arguments);
  }

  /** The same, with the errors told to somebody else than the standard stream. */
  public static int run(PrintWriter errors, String... arguments) {
    return execute(Jetbridge.line().setErr(errors), arguments);
  }

  private static int execute(CommandLine line, String... arguments) {
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((exception, command, result) -> failed(exception, command));
    try {
      return line.execute(arguments);
    } catch (StackOverflowError | OutOfMemoryError e) {
      return failed(e, line.getSubcommands().getOrDefault(arguments[0], line));
    }
  }

  private static int failed(Throwable failure, CommandLine command) {
    Interruption.standStill();
    JetbridgeException known = Failures.known(failure, "run jetbridge " + command.getCommandName());
    if (homeIsThere()) {
      System.setProperty(Workspace.LOG, "open");
    }
    // Messages of engines hold values of rows: the log gets what they are and where from.
    LOG.error("{}\n{}", known.getMessage(), SparkFailures.trace(failure));
    PrintWriter errors = command.getErr();
    errors.println(Jetbridge.told(command, known.getMessage()));
    if (known.kind() == FailureKind.INTERNAL) {
      errors.println(
          "This is a bug of Jetbridge; please report it"
              + (homeIsThere() ? ". " + log() + " has the details." : ", with the command."));
    }
    errors.flush();
    return known.kind().exitCode();
  }

  /** A log is part of a home: none is made for a mistyped one. */
  private static boolean homeIsThere() {
    return Files.isDirectory(Path.of(log()).toAbsolutePath().getParent().getParent());
  }

  private static String log() {
    return System.getProperty(Workspace.LOGS, Home.DEFAULT + "/logs") + "/jetbridge.log";
  }

  /**
   * The options of a command that take a value, such as --as-of.
   *
   * @throws JetbridgeException CONFIG when there is no such command
   */
  public static Set<String> optionsWithValue(String command) {
    return options(command, option -> option.arity().max() > 0);
  }

  /**
   * The options of a command that take none, such as --rewind.
   *
   * @throws JetbridgeException CONFIG when there is no such command
   */
  public static Set<String> flags(String command) {
    return options(
        command,
        option -> option.arity().max() == 0 && !option.usageHelp() && !option.versionHelp());
  }

  private static Set<String> options(String command, Predicate<OptionSpec> wanted) {
    Map<String, CommandLine> commands = Jetbridge.line().getSubcommands();
    if (!commands.containsKey(command)) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Unknown command " + command + NearestName.hint(command, commands.keySet()));
    }
    return commands.get(command).getCommandSpec().options().stream()
        .filter(wanted)
        .map(OptionSpec::longestName)
        .collect(Collectors.toUnmodifiableSet());
  }
}
