package dev.jetbridge.registry;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/** What an AWS service says of a thing that it may not know. */
public final class AwsAnswer {
  private AwsAnswer() {}

  /**
   * The answer; empty when the service says that there is no such thing.
   *
   * @param missing how it says so
   */
  public static <T> Optional<T> ifThere(Class<? extends SdkException> missing, Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (SdkException e) {
      if (missing.isInstance(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
