package dev.jetbridge.pipelines.storage;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.AwsFailure;
import java.io.IOException;

/** A failure of what keeps files: a service of AWS is told as such, anything else may pass. */
public final class StorageFailure {
  private StorageFailure() {}

  /**
   * The failure in words; those of the exception itself are left out, since they name files.
   *
   * @param attempt what was to be done, such as "Cannot list the folder x"
   */
  public static JetbridgeException of(String attempt, IOException cause) {
    return AwsFailure.in(attempt, cause)
        .orElseGet(
            () ->
                new JetbridgeException(
                    FailureKind.EXTERNAL,
                    attempt + ": " + cause.getClass().getSimpleName(),
                    cause));
  }
}
