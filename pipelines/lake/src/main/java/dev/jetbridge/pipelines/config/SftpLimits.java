package dev.jetbridge.pipelines.config;

import java.time.Duration;
import java.util.List;

/**
 * How long a pull waits for an SFTP server. Whatever the server does, a pull ends within these.
 *
 * @param connect for a connection, and for being let in
 * @param read for the next bytes or the next answer
 * @param pull for a whole pull, its pauses and further tries among it
 * @param tries how often what breaks off is tried
 * @param pause before the second try; it doubles with each further one
 */
public record SftpLimits(
    Duration connect, Duration read, Duration pull, int tries, Duration pause) {
  /** Those of a configuration that says nothing else. */
  public static final SftpLimits DEFAULT =
      new SftpLimits(
          Duration.ofSeconds(15),
          Duration.ofMinutes(1),
          Duration.ofHours(4),
          3,
          Duration.ofSeconds(2));

  static final List<String> KEYS =
      List.of(
          "sftp.connect-seconds",
          "sftp.read-seconds",
          "sftp.pull-minutes",
          "sftp.tries",
          "sftp.pause-seconds");

  static SftpLimits of(Config.Reading reading) {
    return new SftpLimits(
        Duration.ofSeconds(seconds(reading, "sftp.connect-seconds", DEFAULT.connect())),
        Duration.ofSeconds(seconds(reading, "sftp.read-seconds", DEFAULT.read())),
        Duration.ofMinutes(
            reading.number("sftp.pull-minutes", (int) DEFAULT.pull().toMinutes(), 1, 7 * 24 * 60)),
        reading.number("sftp.tries", DEFAULT.tries(), 1, 100),
        Duration.ofSeconds(seconds(reading, "sftp.pause-seconds", DEFAULT.pause())));
  }

  private static int seconds(Config.Reading reading, String key, Duration byDefault) {
    return reading.number(key, (int) byDefault.toSeconds(), 1, 3600);
  }
}
