package dev.jetbridge.pipelines.workspace;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.ServiceLoader;

/**
 * The parts of the sample airline, which takes the place of sources that nobody configured. They
 * are found as services: the jar for Glue and EMR has none.
 */
public final class Sample {
  private Sample() {}

  /**
   * A part of the sample airline.
   *
   * @throws JetbridgeException CONFIG when this program has no sample airline
   */
  public static <T> T part(Class<T> service) {
    return ServiceLoader.load(service)
        .findFirst()
        .orElseThrow(
            () ->
                new JetbridgeException(
                    FailureKind.CONFIG,
                    "Cannot use the sample airline: it is not part of this program, expected"
                        + " sources of an airline; configure sftp.host, or set"
                        + " sample-airline=false"));
  }
}
