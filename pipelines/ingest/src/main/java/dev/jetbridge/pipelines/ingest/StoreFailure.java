package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.session.SparkFailures;
import dev.jetbridge.registry.AwsFailure;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * What the store of the files is to blame for, not a file: it refuses, throttles, fails or is
 * silent. A file is judged when its bytes can be read.
 */
final class StoreFailure {
  private static final String ATTEMPT = "Cannot read files of landing";

  private StoreFailure() {}

  static Optional<JetbridgeException> in(Throwable failure) {
    return AwsFailure.in(ATTEMPT, failure)
        .or(
            () ->
                SparkFailures.first(failure, StoreFailure::isOfNetwork)
                    .map(
                        t ->
                            new JetbridgeException(
                                FailureKind.EXTERNAL,
                                ATTEMPT
                                    + ": the connection to their store is lost ("
                                    + t.getClass().getSimpleName()
                                    + "); run again",
                                failure)));
  }

  private static boolean isOfNetwork(Throwable failure) {
    return failure instanceof SocketException
        || failure instanceof UnknownHostException
        || failure instanceof InterruptedIOException;
  }
}
