package dev.jetbridge.registry.featurestore;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sagemaker.model.CreateFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.FeatureGroupStatus;
import software.amazon.awssdk.services.sagemaker.model.SearchRequest;
import software.amazon.awssdk.services.sagemaker.model.UpdateFeatureGroupRequest;

/** A Feature Store that is empty at first and makes at once what it is asked for. */
final class PlannedFeatureStore implements FeatureStore {
  private final Map<String, CreateFeatureGroupRequest> groups = new HashMap<>();

  @Override
  public boolean search(SearchRequest request) {
    return request.searchExpression().filters().stream()
        .anyMatch(filter -> groups.containsKey(filter.value()));
  }

  @Override
  public Optional<DescribeFeatureGroupResponse> describe(DescribeFeatureGroupRequest request) {
    return Optional.ofNullable(groups.get(request.featureGroupName()))
        .map(
            made ->
                DescribeFeatureGroupResponse.builder()
                    .featureGroupName(made.featureGroupName())
                    .recordIdentifierFeatureName(made.recordIdentifierFeatureName())
                    .eventTimeFeatureName(made.eventTimeFeatureName())
                    .featureDefinitions(made.featureDefinitions())
                    .offlineStoreConfig(made.offlineStoreConfig())
                    .onlineStoreConfig(made.onlineStoreConfig())
                    .featureGroupStatus(FeatureGroupStatus.CREATED)
                    .build());
  }

  @Override
  public boolean create(CreateFeatureGroupRequest request) {
    return groups.putIfAbsent(request.featureGroupName(), request) == null;
  }

  @Override
  public void update(UpdateFeatureGroupRequest request) {
    throw new IllegalStateException("a plan begins without groups, so none lacks a feature");
  }

  @Override
  public void close() {
    groups.clear();
  }
}
