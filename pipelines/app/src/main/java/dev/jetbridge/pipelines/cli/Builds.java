package dev.jetbridge.pipelines.cli;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the build that the launcher belongs to writes. */
public final class Builds {
  private Builds() {}

  public static Path target() {
    return Optional.ofNullable(System.getProperty("jetbridge.target"))
        .map(Path::of)
        .orElseThrow(
            () ->
                new JetbridgeException(
                    FailureKind.CONFIG,
                    "Cannot find the build of Jetbridge: start it with ./jetbridge"));
  }
}
