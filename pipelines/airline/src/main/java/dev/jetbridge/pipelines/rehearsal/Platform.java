package dev.jetbridge.pipelines.rehearsal;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.storage.Sha256;
import java.io.IOException;
import java.io.InputStream;
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
 * @param folder for what processes share
 */
record Platform(String classPath, URI services, Path folder) {
  private static final String FILE = "rehearsal-platform.txt";

  /**
   * The class path that the build resolved.
   *
   * @throws JetbridgeException CONFIG when it did not
   */
  static String classPath(Path target) {
    Path file = target.resolve(FILE);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot read " + file + ": start with ./jetbridge schedule rehearse, which builds it",
          e);
    }
  }

  /**
   * Jars that a job's role may read, each once on the disk: class data is shared by path.
   *
   * @param addresses such as s3://bucket/artifacts/jetbridge.jar
   */
  List<Path> shared(S3Objects objects, List<String> addresses) throws IOException {
    List<Path> shared = new ArrayList<>();
    Path incoming = folder.resolve("incoming");
    for (Path jar : objects.fetch(addresses, incoming)) {
      try (InputStream content = Files.newInputStream(jar)) {
        Path known = folder.resolve("jars").resolve(Sha256.of(content)).resolve(jar.getFileName());
        if (Files.exists(known)) {
          Files.delete(jar);
        } else {
          Files.createDirectories(known.getParent());
          Files.move(jar, known);
        }
        shared.add(known);
      }
    }
    return shared;
  }

  /**
   * The first process that ends well leaves its classes as they are in memory, later ones begin
   * with them: it halves the time to the first call.
   */
  List<String> classData() {
    Path archive = folder.resolve("classes.jsa");
    return List.of(
        "-Xlog:disable",
        Files.exists(archive)
            ? "-XX:SharedArchiveFile=" + archive
            : "-XX:ArchiveClassesAtExit=" + archive);
  }

  /** A process of Java, to which class path, class and arguments are to be added. */
  List<String> java(String heap) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Spark on Java 17 needs the packages opened that this process has.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(a -> a.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx" + heap, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Duser.timezone=UTC");
    return command;
  }

  /** What the platform sets for Spark before the job's own settings. */
  Map<String, String> spark(Path temporary) {
    Map<String, String> spark = new TreeMap<>();
    spark.put("spark.master", "local[2]");
    spark.put("spark.driver.host", "127.0.0.1");
    spark.put("spark.driver.bindAddress", "127.0.0.1");
    spark.put("spark.ui.enabled", "false");
    // Two hundred partitions of a few rows each would take most of the time.
    spark.put("spark.sql.shuffle.partitions", "8");
    spark.put("spark.local.dir", temporary.toString());
    spark.put("spark.hadoop.hadoop.tmp.dir", temporary.toString());
    spark.put("spark.hadoop.fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    spark.put("spark.hadoop.fs.s3a.endpoint", services.toString());
    spark.put("spark.hadoop.fs.s3a.path.style.access", "true");
    spark.put("spark.hadoop.fs.s3a.connection.ssl.enabled", "false");
    return spark;
  }
}
