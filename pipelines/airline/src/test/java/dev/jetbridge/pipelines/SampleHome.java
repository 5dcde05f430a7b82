package dev.jetbridge.pipelines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;

/**
 * A home in which the main job ran on a small sample airline, made once for all tests that look at
 * what it published, whichever process of the build they are in. One of them lets a day come on
 * top, so the others must not count on the day.
 */
public final class SampleHome {
  /** One build: what an earlier one made is not taken. Without Maven each process makes its own. */
  private static final String BUILD =
      System.getProperty("jetbridge.build", Long.toString(ProcessHandle.current().pid()));

  private static Path home;
  private static int exitCode;

  private SampleHome() {}

  /** The home, filled by the first who asks. */
  public static synchronized Path path() {
    if (home == null) {
      try {
        home = made();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return home;
  }

  /** How the first run ended. */
  public static synchronized int exitCode() {
    path();
    return exitCode;
  }

  private static Path made() throws IOException {
    // Before the command, whose end it must outlive, so that the tests can look at the tables.
    LakeTest.lake();
    Path folder = Files.createDirectories(Path.of("target", "sample", BUILD)).toAbsolutePath();
    Path ended = folder.resolve("exit-code");
    try (FileChannel one =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      one.lock();
      if (!Files.exists(ended)) {
        forgetEarlierBuilds(folder);
        Files.writeString(ended, Integer.toString(run(folder.resolve("home"))));
      }
      exitCode = Integer.parseInt(Files.readString(ended));
    }
    return folder.resolve("home");
  }

  private static void forgetEarlierBuilds(Path current) throws IOException {
    try (Stream<Path> builds = Files.list(current.getParent())) {
      for (Path build : builds.filter(b -> !b.equals(current)).toList()) {
        FileUtils.deleteDirectory(build.toFile());
      }
    }
  }

  private static int run(Path home) {
    AsInProduction.begin();
    try {
      return Main.run("run", "--home", home.toString(), "--customers", "300", "--days", "45");
    } finally {
      AsInProduction.end();
    }
  }
}
