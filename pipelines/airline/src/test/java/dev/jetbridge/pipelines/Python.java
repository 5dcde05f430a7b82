package dev.jetbridge.pipelines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The Python of JETBRIDGE_PYTHON, or python3. */
final class Python {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Python() {}

  /** How it ended, and what it said on both streams. */
  record Ended(int code, String said) {}

  /** Runs it; empty where there is none. */
  static Optional<Ended> run(Map<String, String> environment, String... arguments)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder();
    builder.command().add(System.getenv().getOrDefault("JETBRIDGE_PYTHON", "python3"));
    builder.command().addAll(List.of(arguments));
    builder.environment().putAll(environment);
    try {
      Path log = Files.createTempFile("python", ".log");
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("not done within " + LIMIT + ": " + String.join(" ", arguments));
      }
      String said = Files.readString(log, StandardCharsets.UTF_8);
      Files.delete(log);
      return Optional.of(new Ended(process.exitValue(), said));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
