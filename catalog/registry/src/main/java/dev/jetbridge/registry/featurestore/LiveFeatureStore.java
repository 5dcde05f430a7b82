package dev.jetbridge.registry.featurestore;

import dev.jetbridge.registry.AwsAnswer;
import dev.jetbridge.registry.AwsFailure;
import dev.jetbridge.registry.AwsService;
import dev.jetbridge.registry.AwsSettings;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;
import software.amazon.awssdk.services.sagemaker.SageMakerClientBuilder;
import software.amazon.awssdk.services.sagemaker.model.CreateFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SearchRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateFeatureGroupRequest;

/** SageMaker itself; its failures say what to do about them. */
final class LiveFeatureStore implements FeatureStore {
  private final SageMakerClient client;

  private LiveFeatureStore(SageMakerClient client) {
    this.client = client;
  }

  static LiveFeatureStore connect(AwsSettings settings, ExecutionInterceptor... interceptors) {
    SageMakerClientBuilder builder =
        SageMakerClient.builder()
            .region(Region.of(settings.region()))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .overrideConfiguration(
                o -> {
                  for (ExecutionInterceptor interceptor : interceptors) {
                    o.addExecutionInterceptor(interceptor);
                  }
                });
    settings.endpoint(AwsService.SAGEMAKER).ifPresent(builder::endpointOverride);
    return new LiveFeatureStore(builder.build());
  }

  @Override
  public boolean search(SearchRequest request) {
    return call(
        "Search", request.resourceAsString(), () -> !client.search(request).results().isEmpty());
  }

  @Override
  public Optional<DescribeFeatureGroupResponse> describe(DescribeFeatureGroupRequest request) {
    return call(
        "DescribeFeatureGroup",
        request.featureGroupName(),
        () ->
            AwsAnswer.ifThere(
                ResourceNotFoundException.class, () -> client.describeFeatureGroup(request)));
  }

  @Override
  public boolean create(CreateFeatureGroupRequest request) {
    return call(
        "CreateFeatureGroup",
        request.featureGroupName(),
        () -> {
          try {
            client.createFeatureGroup(request);
            return true;
          } catch (ResourceInUseException e) {
            return false;
          }
        });
  }

  @Override
  public void update(UpdateFeatureGroupRequest request) {
    call(
        "UpdateFeatureGroup", request.featureGroupName(), () -> client.updateFeatureGroup(request));
  }

  @Override
  public void close() {
    client.close();
  }

  private static <T> T call(String operation, String object, Supplier<T> call) {
    String attempt = "Cannot call SageMaker " + operation + " on " + object;
    try {
      return call.get();
    } catch (SdkException e) {
      throw AwsFailure.of(
          attempt, "sagemaker:" + operation + " and iam:PassRole on aws.feature-store-role", e);
    }
  }
}
