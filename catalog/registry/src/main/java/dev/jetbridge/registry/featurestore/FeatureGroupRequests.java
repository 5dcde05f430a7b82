package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.Contract;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sagemaker.model.CreateFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupRequest;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.Filter;
import software.amazon.awssdk.services.sagemaker.model.OnlineStoreConfig;
import software.amazon.awssdk.services.sagemaker.model.OnlineStoreSecurityConfig;
import software.amazon.awssdk.services.sagemaker.model.Operator;
import software.amazon.awssdk.services.sagemaker.model.ResourceType;
import software.amazon.awssdk.services.sagemaker.model.SearchRequest;
import software.amazon.awssdk.services.sagemaker.model.TableFormat;
import software.amazon.awssdk.services.sagemaker.model.Tag;
import software.amazon.awssdk.services.sagemaker.model.TtlDuration;
import software.amazon.awssdk.services.sagemaker.model.UpdateFeatureGroupRequest;

/** The requests about one group. */
record FeatureGroupRequests(FeatureGroup group, OfflineStorage storage) {
  private static final String CATALOG = "AwsDataCatalog";

  SearchRequest search() {
    Filter named =
        Filter.builder()
            .name("FeatureGroupName")
            .operator(Operator.EQUALS)
            .value(group.name())
            .build();
    return SearchRequest.builder()
        .resource(ResourceType.FEATURE_GROUP)
        .searchExpression(e -> e.filters(named))
        .build();
  }

  DescribeFeatureGroupRequest describe() {
    return DescribeFeatureGroupRequest.builder().featureGroupName(group.name()).build();
  }

  /**
   * Feature Store makes the Iceberg table of the offline store itself: it takes that format on no
   * other condition.
   */
  CreateFeatureGroupRequest create() {
    return CreateFeatureGroupRequest.builder()
        .featureGroupName(group.name())
        .recordIdentifierFeatureName(group.recordIdentifier())
        .eventTimeFeatureName(group.eventTime())
        .featureDefinitions(definitions(group.features()))
        .offlineStoreConfig(
            o ->
                o.tableFormat(TableFormat.ICEBERG)
                    .disableGlueTableCreation(false)
                    .s3StorageConfig(
                        s -> s.s3Uri(storage.s3Uri(group)).kmsKeyId(storage.key().orElse(null)))
                    .dataCatalogConfig(
                        c ->
                            c.catalog(CATALOG)
                                .database(storage.database(group))
                                .tableName(group.table().name())))
        .onlineStoreConfig(group.online().map(this::online).orElse(null))
        .roleArn(storage.roleArn())
        .description(group.description())
        .tags(
            group.tags().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                .toList())
        .build();
  }

  private OnlineStoreConfig online(Contract.OnlineStore store) {
    return OnlineStoreConfig.builder()
        .enableOnlineStore(true)
        .ttlDuration(store.timeToLive().map(TimeToLive::of).orElse(null))
        .securityConfig(
            storage
                .onlineKey()
                .map(key -> OnlineStoreSecurityConfig.builder().kmsKeyId(key).build())
                .orElse(null))
        .build();
  }

  /** The time to live of the contract; without one, records shall not expire any more. */
  UpdateFeatureGroupRequest timeToLive() {
    TtlDuration timeToLive =
        group
            .online()
            .flatMap(Contract.OnlineStore::timeToLive)
            .map(TimeToLive::of)
            .orElse(TimeToLive.NONE);
    return UpdateFeatureGroupRequest.builder()
        .featureGroupName(group.name())
        .onlineStoreConfig(o -> o.ttlDuration(timeToLive))
        .build();
  }

  UpdateFeatureGroupRequest add(List<FeatureGroup.Feature> features) {
    return UpdateFeatureGroupRequest.builder()
        .featureGroupName(group.name())
        .featureAdditions(definitions(features))
        .build();
  }

  private static List<FeatureDefinition> definitions(List<FeatureGroup.Feature> features) {
    return features.stream()
        .map(
            f ->
                FeatureDefinition.builder()
                    .featureName(f.name())
                    .featureType(f.type().label())
                    .build())
        .toList();
  }
}
