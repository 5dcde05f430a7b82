package dev.jetbridge.pipelines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A home in which the main job ran on a small sample airline, made once for all tests that look at
 * what it published. One of them lets a day come on top, so the others must not count on the day.
 */
public final class SampleHome {
  private static Path home;
  private static int exitCode;

  private SampleHome() {}

  /** The home, filled by the first who asks. */
  public static synchronized Path path() {
    if (home == null) {
      try {
        home = Files.createTempDirectory("jetbridge-sample");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      // Spark must outlive the command, so that the tests can look at the tables.
      String[] run = {"run", "--home", home.toString(), "--customers", "300", "--days", "45"};
      AsInProduction.begin();
      try {
        exitCode = Main.run(run);
      } finally {
        AsInProduction.end();
      }
    }
    return home;
  }

  /** How the first run ended. */
  public static synchronized int exitCode() {
    path();
    return exitCode;
  }
}
