package dev.jetbridge.pipelines.airline;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.deploy.DeployableJar;
import dev.jetbridge.pipelines.platform.EntryPoint;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Runs the jar as the platforms do: by Spark's own submission, in processes of their own, on a
 * class path that has Spark, Iceberg and the SDK and nothing of ours. The files of the sample
 * airline, which this process serves, become tables through the entry for Glue, with Glue's
 * arguments among ours, and are read through the entry for EMR.
 *
 * @param platform the class path of the platform
 * @param folder for the home and the output of the processes
 */
record JarProof(DeployableJar jar, String platform, Path folder) {
  private static final int MINUTES = 30;
  private static final int LINES = 15;

  /** What ran: the products published through Glue's entry, and how long each entry took. */
  public record Proved(Set<String> products, double glueSeconds, double emrSeconds) {}

  /**
   * Runs it.
   *
   * @throws JetbridgeException INTERNAL when a process fails, with the last of its output
   */
  Proved run(Set<String> products, ServedAirline airline) {
    String home = folder.resolve("home").toString();
    double glue =
        submit(
                "glue",
                EntryPoint.GLUE,
                GLUE_CONF,
                glueArguments(home, products, airline.configuration()),
                airline.environment(),
                0)
            .seconds;
    Ended emr =
        submit(
            "emr",
            EntryPoint.COMMAND_LINE,
            List.of(),
            List.of(
                "sql",
                "select product from operations.runs where status = 'published'",
                "--format",
                "json",
                "--home",
                home),
            Map.of(),
            0);
    refused();
    return new Proved(products(emr), glue, emr.seconds);
  }

  /**
   * The jar has the AWS SDK under a name of its own; Iceberg calls the platform's, whose failures
   * are other classes. They must be told as what they are, not as a bug.
   */
  private void refused() {
    try (RefusingGlue glue = RefusingGlue.serve()) {
      Path configuration =
          Files.writeString(
              folder.resolve("refused.properties"),
              """
              platform=aws
              aws.region=eu-west-1
              aws.warehouse=s3://refused/lake
              aws.glue-endpoint=%s
              """
                  .formatted(glue.endpoint()));
      Ended ended =
          submit(
              "refused",
              EntryPoint.COMMAND_LINE,
              List.of(),
              List.of(
                  "sql",
                  "select product from operations.runs",
                  "--config",
                  configuration.toString(),
                  "--home",
                  folder.resolve("home").toString()),
              Map.of("AWS_ACCESS_KEY_ID", "proof", "AWS_SECRET_ACCESS_KEY", "proof"),
              FailureKind.CONFIG.exitCode());
      String said = tail(ended.log);
      if (!said.contains("access denied; allow glue:GetTable to the role")) {
        throw new JetbridgeException(
            FailureKind.INTERNAL,
            "Cannot deploy "
                + jar.file()
                + ": it does not say that Glue denied Iceberg a call, but\n"
                + said);
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot write into " + folder + ": " + e.getMessage(), e);
    }
  }

  /** What Glue makes of a chained --conf before the job starts. */
  private static final List<String> GLUE_CONF =
      List.of("--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=2");

  /** The arguments as a job of Glue gets them: Glue's own, flags without a value, and ours. */
  private List<String> glueArguments(String home, Set<String> products, Path configuration) {
    return List.of(
        "--JOB_ID",
        "j_0000000000000000000000000000000000000000000000000000000000000000",
        "--JOB_RUN_ID",
        "jr_0000000000000000000000000000000000000000000000000000000000000000",
        "--JOB_NAME",
        "jetbridge-proof",
        "--job-language",
        "scala",
        "--class",
        "GlueApp",
        "--home",
        home,
        "--enable-metrics",
        "--product",
        String.join(",", products),
        "--extra-jars",
        jar.file().toString(),
        "--config",
        configuration.toString(),
        "--datalake-formats",
        "iceberg",
        "--conf",
        "spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2",
        "--as-of",
        SampleAirline.DEFAULT_LAST_DAY.toString(),
        "--enable-continuous-cloudwatch-log",
        "true",
        "--job-bookmark-option",
        "job-bookmark-disable",
        "--TempDir",
        "s3://bucket/temporary/");
  }

  private record Ended(Path output, Path log, double seconds) {}

  private Ended submit(
      String name,
      EntryPoint entry,
      List<String> conf,
      List<String> arguments,
      Map<String, String> environment,
      int expected) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Spark on Java 17 needs the packages opened that this process has.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx2g", "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC"));
    command.addAll(List.of("-cp", jar.file() + File.pathSeparator + platform));
    command.addAll(List.of("org.apache.spark.deploy.SparkSubmit", "--master", "local[2]"));
    command.addAll(List.of("--conf", "spark.driver.host=127.0.0.1"));
    command.addAll(List.of("--conf", "spark.driver.bindAddress=127.0.0.1"));
    command.addAll(conf);
    command.addAll(List.of("--class", entry.className(), "spark-internal"));
    command.addAll(arguments);
    Path output = folder.resolve(name + ".out");
    Path log = folder.resolve(name + ".log");
    long start = System.nanoTime();
    int code = code(command, environment, output, log);
    if (code != expected) {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot run "
              + jar.file()
              + " through "
              + entry.className()
              + ": it ended with "
              + code
              + ", expected "
              + expected
              + "; its output is in "
              + output
              + " and "
              + log
              + ", which ends\n"
              + tail(log));
    }
    return new Ended(output, log, (System.nanoTime() - start) / 1e9);
  }

  private int code(List<String> command, Map<String, String> environment, Path output, Path log) {
    try {
      Files.createDirectories(folder);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(output.toFile())
              .redirectError(log.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        if (process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          return process.exitValue();
        }
        throw new JetbridgeException(
            FailureKind.EXTERNAL,
            "Cannot prove " + jar.file() + ": it did not end in " + MINUTES + " minutes");
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot start Java for " + jar.file() + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JetbridgeException(FailureKind.EXTERNAL, "Cannot prove the jar: interrupted", e);
    }
  }

  private static Set<String> products(Ended ended) {
    ObjectMapper json = new ObjectMapper();
    Set<String> products = new TreeSet<>();
    try {
      for (String line : Files.readAllLines(ended.output)) {
        if (line.startsWith("{")) {
          products.add((String) json.readValue(line, Map.class).get("product"));
        }
      }
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot read " + ended.output + ": " + e.getMessage(), e);
    }
    return products;
  }

  private static String tail(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.subList(Math.max(0, lines.size() - LINES), lines.size()).stream()
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return "(unreadable)";
    }
  }
}
