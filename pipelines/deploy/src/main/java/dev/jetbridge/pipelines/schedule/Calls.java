package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.AwsAnswer;
import dev.jetbridge.registry.AwsFailure;
import dev.jetbridge.registry.retry.Retry;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;

/** Calls of AWS services whose failures say what to do about them. */
final class Calls {
  /** Glue refuses a change of a workflow, such as another trigger, while it works on the last. */
  private static final Retry CHANGES =
      Retry.times(8, Duration.ofMillis(100), Duration.ofSeconds(5));

  private Calls() {}

  /**
   * Makes a call, again while another change of the same thing is under way. Source: AWS Glue API,
   * CreateTrigger and DeleteTrigger (ConcurrentModificationException).
   *
   * @param service as IAM names it, such as glue
   * @param object what it is about
   */
  static <T> T call(String service, String operation, String object, Supplier<T> call) {
    try {
      return CHANGES.call(Set.of(ConcurrentModificationException.class), call);
    } catch (ConcurrentModificationException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot call "
              + service
              + " "
              + operation
              + " on "
              + object
              + ": somebody else changed it meanwhile; run again",
          e);
    } catch (SdkException e) {
      throw AwsFailure.of(
          "Cannot call " + service + " " + operation + " on " + object,
          service + ":" + operation,
          e);
    }
  }

  /**
   * Asks for what may not be there.
   *
   * @param missing how the service says that it is not
   */
  static <T> Optional<T> find(
      String service,
      String operation,
      String object,
      Class<? extends SdkException> missing,
      Supplier<T> call) {
    return call(service, operation, object, () -> AwsAnswer.ifThere(missing, call));
  }

  /** Refuses to change what others made, before anything is written. */
  static void refuseForeign(Collection<String> objects) {
    if (!objects.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot apply the schedule: "
              + String.join(", ", objects)
              + " exist already and were not made by it (no tag "
              + ScheduleSettings.TAG
              + "); rename them or set another schedule.name");
    }
  }
}
