package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileUtil;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.model.JobRunState;

/**
 * One run of a job in a process and a working directory of its own, with an access key of its own.
 *
 * @param objects what is on S3, with the rights of the job's role
 */
record JobProcess(Place place, Platform platform, S3Objects objects, Caller caller) {
  private static final String LOG = "job.log";
  private static final String OURS = "JetbridgeException: ";

  /**
   * Runs it to its end.
   *
   * @return SUCCEEDED, FAILED or TIMEOUT
   */
  JobRunState run(Start start) {
    try {
      Files.createDirectories(place.working());
      Files.createDirectories(place.temporary());
      Submission submission = start.submission(place, objects);
      List<String> command = platform.java("2g");
      command.addAll(platform.classData());
      command.addAll(List.of("-cp", submission.classPath(), "org.apache.spark.deploy.SparkSubmit"));
      platform
          .spark(place.temporary())
          .forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
      submission.conf().forEach(setting -> command.addAll(List.of("--conf", setting)));
      command.addAll(submission.application());
      JobRunState state = ended(start(command), submission.minutes());
      FileUtil.fullyDelete(place.temporary().toFile());
      return state;
    } catch (SdkException e) {
      // A service does not start a job whose files its role may not read.
      tell(e.getMessage());
      return JobRunState.FAILED;
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot run " + start.job() + ": " + e.getMessage(), e);
    }
  }

  private void tell(String reason) {
    try {
      Files.writeString(place.folder().resolve(LOG), reason);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write below " + place + ": " + e.getMessage(), e);
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

  private Process start(List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(place.working().toFile())
            .redirectOutput(place.folder().resolve("job.out").toFile())
            .redirectError(place.folder().resolve(LOG).toFile());
    // Nothing of this machine's own credentials and settings of AWS and Spark.
    builder.environment().keySet().removeIf(key -> key.matches("(AWS|SPARK)_.*"));
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

  private static JobRunState ended(Process process, int minutes) {
    try {
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
