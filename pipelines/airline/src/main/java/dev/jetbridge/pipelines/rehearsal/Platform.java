package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Glue brings and sets for a job, as far as it is known: Spark, Iceberg, the SDK, S3A for
 * s3:// and the compiler of its scripts. Source: AWS Glue developer guide, "Migrating AWS Glue for
 * Spark jobs to AWS Glue version 5.1".
 *
 * @param classPath nothing of ours
 * @param services where the services of AWS are
 */
record Platform(String classPath, URI services) {
  private static final String FILE = "rehearsal-platform.txt";

  /**
   * The platform that the build resolved.
   *
   * @throws JetbridgeException CONFIG when it did not
   */
  static Platform in(Path target, URI services) {
    Path file = target.resolve(FILE);
    try {
      return new Platform(Files.readString(file).strip(), services);
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot read " + file + ": start with ./jetbridge schedule rehearse, which builds it",
          e);
    }
  }

  /** A process of Java, to which class path, class and arguments are to be added. */
  List<String> java(String heap) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Spark on Java 17 needs the packages opened that this process has.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-Duser.timezone=UTC"));
    return command;
  }

  /** What the platform sets for Spark before the job's own settings. */
  Map<String, String> spark(Path temporary) {
    Map<String, String> spark = new TreeMap<>();
    spark.put("spark.master", "local[2]");
    spark.put("spark.driver.host", "127.0.0.1");
    spark.put("spark.driver.bindAddress", "127.0.0.1");
    spark.put("spark.ui.enabled", "false");
    spark.put("spark.local.dir", temporary.toString());
    spark.put("spark.hadoop.hadoop.tmp.dir", temporary.toString());
    spark.put("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    spark.put("spark.hadoop.fs.s3a.endpoint", services.toString());
    spark.put("spark.hadoop.fs.s3a.path.style.access", "true");
    spark.put("spark.hadoop.fs.s3a.connection.ssl.enabled", "false");
    return spark;
  }
}
