package dev.jetbridge.pipelines.channel.dataexchange;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.registry.AwsFailure;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dataexchange.DataExchangeClient;
import software.amazon.awssdk.services.dataexchange.DataExchangeClientBuilder;
import software.amazon.awssdk.services.dataexchange.model.AccessDeniedException;
import software.amazon.awssdk.services.dataexchange.model.AssetEntry;
import software.amazon.awssdk.services.dataexchange.model.ConflictException;
import software.amazon.awssdk.services.dataexchange.model.CreateJobRequest;
import software.amazon.awssdk.services.dataexchange.model.DataSetEntry;
import software.amazon.awssdk.services.dataexchange.model.GetJobResponse;
import software.amazon.awssdk.services.dataexchange.model.Origin;
import software.amazon.awssdk.services.dataexchange.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dataexchange.model.ServiceLimitExceededException;

/**
 * The calls of AWS Data Exchange that a subscriber needs. A throttled call, or one too many at
 * once, is tried again, later each time; every failure that stays says what to do about it.
 */
final class ExchangeCalls implements AutoCloseable {
  /** The most that one call of the service lists. */
  private static final int PAGE = 200;

  private final DataExchangeClient client;
  private final String region;

  private ExchangeCalls(DataExchangeClient client, String region) {
    this.client = client;
    this.region = region;
  }

  static ExchangeCalls connect(
      AwsSettings settings, AwsCredentialsProvider credentials, Patience patience) {
    BackoffStrategy pause =
        BackoffStrategy.exponentialDelayHalfJitter(patience.firstRetry(), patience.longestRetry());
    DataExchangeClientBuilder builder =
        DataExchangeClient.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .httpClient(new JavaHttp())
            .overrideConfiguration(
                o ->
                    o.retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(patience.tries())
                            // Others of the account have their jobs in progress, too.
                            .retryOnException(ServiceLimitExceededException.class)
                            .backoffStrategy(pause)
                            .throttlingBackoffStrategy(pause)
                            .build()));
    settings.endpoint(AwsService.DATAEXCHANGE).ifPresent(builder::endpointOverride);
    return new ExchangeCalls(builder.build(), settings.region());
  }

  String region() {
    return region;
  }

  List<DataSetEntry> entitledDataSets() {
    return call(
        "ListDataSets",
        "the entitled data sets",
        () ->
            client
                .listDataSetsPaginator(r -> r.origin(Origin.ENTITLED.toString()).maxResults(PAGE))
                .dataSets()
                .stream()
                .toList());
  }

  List<Revision> revisions(String dataSet) {
    return call(
        "ListDataSetRevisions",
        "data set " + dataSet,
        () ->
            client
                .listDataSetRevisionsPaginator(r -> r.dataSetId(dataSet).maxResults(PAGE))
                .revisions()
                .stream()
                .map(Revision::of)
                .toList());
  }

  Revision revision(String dataSet, String revision) {
    return call(
        "GetRevision",
        "revision " + revision + " of data set " + dataSet,
        () -> Revision.of(client.getRevision(r -> r.dataSetId(dataSet).revisionId(revision))));
  }

  List<AssetEntry> assets(Revision revision) {
    return call(
        "ListRevisionAssets",
        revision.toString(),
        () ->
            client
                .listRevisionAssetsPaginator(
                    r -> r.dataSetId(revision.dataSet()).revisionId(revision.id()).maxResults(PAGE))
                .assets()
                .stream()
                .toList());
  }

  /** The id of a new job. */
  String createJob(CreateJobRequest request, String object) {
    return call("CreateJob", object, () -> client.createJob(request).id());
  }

  /** Starts a job; one that was started already is left alone. */
  void startJob(String job, String object) {
    call(
        "StartJob",
        object,
        () -> {
          try {
            client.startJob(r -> r.jobId(job));
          } catch (ConflictException e) {
            // The answer to an earlier try was lost: whoever looks at the job will see its state.
          }
          return job;
        });
  }

  GetJobResponse job(String job, String object) {
    return call("GetJob", object, () -> client.getJob(r -> r.jobId(job)));
  }

  @Override
  public void close() {
    client.close();
  }

  private static <T> T call(String operation, String object, Supplier<T> call) {
    String attempt = "Cannot call Data Exchange " + operation + " on " + object;
    try {
      return call.get();
    } catch (AccessDeniedException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          attempt
              + ": access denied; allow dataexchange:"
              + operation
              + " to the role, and check that the subscription is active",
          e);
    } catch (ResourceNotFoundException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          attempt + ": the service knows none of that id; check that the subscription is active",
          e);
    } catch (ServiceLimitExceededException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          attempt + ": the account has too many jobs in progress; run again later",
          e);
    } catch (SdkException e) {
      throw AwsFailure.of(attempt, "dataexchange:" + operation, e);
    }
  }
}
