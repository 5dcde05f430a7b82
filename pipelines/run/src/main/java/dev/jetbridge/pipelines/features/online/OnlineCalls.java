package dev.jetbridge.pipelines.features.online;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.AwsFailure;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.retry.Retry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.SageMakerFeatureStoreRuntimeClient;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.DeleteRecordRequest;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.DeletionMode;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.FeatureValue;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.PutRecordRequest;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.TargetStore;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.TtlDuration;
import software.amazon.awssdk.services.sagemakerfeaturestoreruntime.model.TtlDurationUnit;

/**
 * The calls about records of one group. One that is throttled, gets no answer or meets a fault of
 * the service is tried again. Only the online store is written: offline records are appended as
 * their publication says, see {@link dev.jetbridge.pipelines.features.OfflineStore}.
 */
final class OnlineCalls implements AutoCloseable {
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final int TOO_MANY = 429;
  private static final int BAD_REQUEST = 400;
  private static final int SERVER_FAULT = 500;

  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final OnlineGroup group;
  private final SageMakerFeatureStoreRuntimeClient client;
  private final Retry retry;

  OnlineCalls(OnlineGroup group) {
    this.group = group;
    this.client =
        group
            .settings()
            .configure(AwsService.FEATURESTORE, SageMakerFeatureStoreRuntimeClient.builder())
            // Tries are counted and waited for in one place, ours.
            .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
    this.retry = Retry.looks(FIRST_WAIT, LONGEST_WAIT, group.patience());
  }

  /**
   * Puts a record, which the store takes when its event time is later than the one it has.
   *
   * @param record its features by name; those without a value are left out
   * @return why the service refuses the record itself; empty when it does not
   * @throws JetbridgeException EXTERNAL or CONFIG when it does not say what becomes of it
   */
  Optional<String> put(Row record) {
    List<FeatureValue> values = new ArrayList<>();
    for (String feature : group.features()) {
      Object value = record.get(record.fieldIndex(feature));
      if (value != null) {
        values.add(
            FeatureValue.builder()
                .featureName(feature)
                .valueAsString(FeatureText.of(value))
                .build());
      }
    }
    PutRecordRequest request =
        PutRecordRequest.builder()
            .featureGroupName(group.name())
            .record(values)
            .targetStores(TargetStore.ONLINE_STORE)
            .ttlDuration(timeToLive())
            .build();
    return call(() -> client.putRecord(request));
  }

  /**
   * Deletes a record whatever it says. The service asks for a later event time than the one that
   * the store has.
   *
   * @param eventTime the latest that the record may have, ISO 8601
   * @return why the service refuses; empty when it does not
   * @throws JetbridgeException EXTERNAL or CONFIG when it does not say what becomes of it
   */
  Optional<String> delete(String recordIdentifier, String eventTime) {
    DeleteRecordRequest request =
        DeleteRecordRequest.builder()
            .featureGroupName(group.name())
            .recordIdentifierValueAsString(recordIdentifier)
            .eventTime(MILLISECONDS.format(Instant.parse(eventTime).plusMillis(1)))
            .targetStores(TargetStore.ONLINE_STORE)
            .deletionMode(DeletionMode.HARD_DELETE)
            .build();
    return call(() -> client.deleteRecord(request));
  }

  /** That of the contract: a change of the group's own takes minutes until it counts. */
  private TtlDuration timeToLive() {
    return group.timeToLive() == null
        ? null
        : TtlDuration.builder()
            .unit(TtlDurationUnit.HOURS)
            .value(Math.toIntExact(group.timeToLive().toHours()))
            .build();
  }

  private Optional<String> call(Runnable call) {
    try {
      retry.call(
          Set.of(Passing.class),
          () -> {
            tried(call);
            return true;
          });
      return Optional.empty();
    } catch (Passing e) {
      throw failure(e.failure);
    } catch (AwsServiceException e) {
      if (isOfTheRecord(e)) {
        return Optional.of(reason(e));
      }
      throw failure(e);
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  private static void tried(Runnable call) {
    try {
      call.run();
    } catch (SdkException e) {
      throw isPassing(e) ? new Passing(e) : e;
    }
  }

  /** Another try may be free of it. */
  private static final class Passing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final SdkException failure;

    Passing(SdkException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private static boolean isPassing(SdkException failure) {
    return failure instanceof AwsServiceException answer
        ? answer.isThrottlingException()
            || answer.statusCode() == TOO_MANY
            || answer.statusCode() >= SERVER_FAULT
        : Stream.iterate(failure, t -> t != null, Throwable::getCause)
            .anyMatch(IOException.class::isInstance);
  }

  /** Source: Amazon SageMaker API, PutRecord and DeleteRecord, Errors: ValidationError. */
  private static boolean isOfTheRecord(AwsServiceException failure) {
    return failure.statusCode() == BAD_REQUEST && code(failure).startsWith("Validation");
  }

  private static String code(AwsServiceException failure) {
    return failure.awsErrorDetails() == null
        ? ""
        : Optional.ofNullable(failure.awsErrorDetails().errorCode()).orElse("");
  }

  /** The words of the service may hold a value, so of them only names of features are kept. */
  private String reason(AwsServiceException failure) {
    String words = String.valueOf(failure.awsErrorDetails().errorMessage());
    List<String> named =
        group.features().stream()
            .filter(f -> words.matches("(?s).*(?<![A-Za-z0-9_-])" + f + "(?![A-Za-z0-9_-]).*"))
            .toList();
    return code(failure)
        + (named.isEmpty() ? "" : ", which names feature " + String.join(", ", named));
  }

  private JetbridgeException failure(SdkException failure) {
    return AwsFailure.of(
        "Cannot hand records to the online store of feature group " + group.name(),
        "sagemaker:PutRecord and sagemaker:DeleteRecord on the feature group",
        failure);
  }

  @Override
  public void close() {
    client.close();
  }
}
