package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.model.Job;
import software.amazon.awssdk.services.glue.model.JobRunState;

/**
 * One run of a job in a process and a working directory of its own, started as Glue's documents
 * say: the script compiled and called with all arguments, Glue's own among ours; the jars of
 * --extra-jars on the class path, before the platform's with --user-jars-first; the files of
 * --extra-files in the working directory; each setting of the chained --conf given to Spark. One
 * argument differs: a home below /tmp is below the run's own folder, since on Glue each run has a
 * disk of its own. Source: AWS Glue developer guide, "Using job parameters in AWS Glue jobs".
 */
final class JobProcess {
  private static final String TMP = "/tmp/";
  private static final String LOG = "job.log";
  private static final String OURS = "JetbridgeException: ";

  private final Job job;
  private final Path folder;
  private final Platform platform;
  private final GlueScripts scripts;
  private final S3Objects objects;
  private final Caller caller;

  /**
   * A run that is not started yet.
   *
   * @param folder its own
   * @param objects what is on S3, with the rights of the job's role
   */
  JobProcess(
      Job job,
      Path folder,
      Platform platform,
      GlueScripts scripts,
      S3Objects objects,
      Caller caller) {
    this.job = job;
    this.folder = folder;
    this.platform = platform;
    this.scripts = scripts;
    this.objects = objects;
    this.caller = caller;
  }

  /**
   * Runs it to its end.
   *
   * @param more arguments of this run, in place of the job's or besides
   * @return SUCCEEDED, FAILED or TIMEOUT
   */
  JobRunState run(Map<String, String> more) {
    Map<String, String> arguments = new TreeMap<>(job.defaultArguments());
    arguments.putAll(more);
    try {
      Path working = Files.createDirectories(folder.resolve("work"));
      Path temporary = Files.createDirectories(folder.resolve("tmp"));
      List<Path> jars = objects.fetch(listed(arguments, "--extra-jars"), folder.resolve("jars"));
      objects.fetch(listed(arguments, "--extra-files"), working);
      List<Path> script =
          objects.fetch(List.of(job.command().scriptLocation()), folder.resolve("script"));
      Path classes = scripts.classes(script.get(0), jars);
      List<String> command = platform.java("2g");
      command.addAll(List.of("-cp", classPath(arguments, jars, classes)));
      command.add("org.apache.spark.deploy.SparkSubmit");
      platform.spark(temporary).forEach((k, v) -> command.addAll(List.of("--conf", k + "=" + v)));
      settings(arguments).forEach(setting -> command.addAll(List.of("--conf", setting)));
      command.addAll(List.of("--class", arguments.get("--class"), "spark-internal"));
      command.addAll(commandLine(arguments, temporary));
      JobRunState state = ended(start(command, working));
      // They are large, and the same for each run.
      FileUtil.fullyDelete(folder.resolve("jars").toFile());
      FileUtil.fullyDelete(temporary.toFile());
      return state;
    } catch (SdkException e) {
      // Glue does not start a job whose files its role may not read.
      tell(e.getMessage());
      return JobRunState.FAILED;
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot run " + job.name() + ": " + e.getMessage(), e);
    }
  }

  private void tell(String reason) {
    try {
      Files.writeString(folder.resolve(LOG), reason);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write below " + folder + ": " + e.getMessage(), e);
    }
  }

  /** What the last run of this folder said at its end, as Glue shows it of a job that failed. */
  static String reason(Path folder) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(LOG));
      return lines.stream()
          .filter(line -> line.contains(OURS))
          .map(line -> line.substring(line.indexOf(OURS) + OURS.length()))
          .findFirst()
          .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
    } catch (IOException e) {
      return "it said nothing";
    }
  }

  private String classPath(Map<String, String> arguments, List<Path> jars, Path classes) {
    Stream<String> ours = jars.stream().map(Path::toString);
    List<String> parts = new ArrayList<>(List.of(classes.toString()));
    boolean first = "true".equals(arguments.get("--user-jars-first"));
    parts.addAll(
        (first
                ? Stream.concat(ours, Stream.of(platform.classPath()))
                : Stream.concat(Stream.of(platform.classPath()), ours))
            .toList());
    return String.join(File.pathSeparator, parts);
  }

  /** A map of arguments has one --conf; more of them follow each other in its value. */
  static List<String> settings(Map<String, String> arguments) {
    String chained = arguments.getOrDefault("--conf", "");
    return chained.isBlank() ? List.of() : List.of(chained.strip().split("\\s+--conf\\s+"));
  }

  private static List<String> listed(Map<String, String> arguments, String key) {
    String value = arguments.getOrDefault(key, "");
    return value.isBlank() ? List.of() : List.of(value.split(","));
  }

  private static List<String> commandLine(Map<String, String> arguments, Path temporary) {
    List<String> line = new ArrayList<>();
    arguments.forEach(
        (key, value) -> {
          boolean home = key.equals("--home") && value.startsWith(TMP);
          line.add(key);
          line.add(home ? temporary.resolve(value.substring(TMP.length())).toString() : value);
        });
    return line;
  }

  private Process start(List<String> command, Path working) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(working.toFile())
            .redirectOutput(folder.resolve("job.out").toFile())
            .redirectError(folder.resolve(LOG).toFile());
    // Nothing of this process's own credentials and settings of AWS.
    builder.environment().keySet().removeIf(key -> key.startsWith("AWS_"));
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_ACCESS_KEY_ID",
                caller.accessKey(),
                "AWS_SECRET_ACCESS_KEY",
                Caller.SECRET,
                "AWS_EC2_METADATA_DISABLED",
                "true"));
    return builder.start();
  }

  private JobRunState ended(Process process) {
    try {
      int minutes = job.timeout() == null ? 2880 : job.timeout();
      if (!process.waitFor(minutes, TimeUnit.MINUTES)) {
        return JobRunState.TIMEOUT;
      }
      return process.exitValue() == 0 ? JobRunState.SUCCEEDED : JobRunState.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JetbridgeException(FailureKind.EXTERNAL, "Cannot rehearse: interrupted", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
