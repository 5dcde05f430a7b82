package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sagemaker.model.DataCatalogConfig;
import software.amazon.awssdk.services.sagemaker.model.DescribeFeatureGroupResponse;
import software.amazon.awssdk.services.sagemaker.model.FeatureDefinition;
import software.amazon.awssdk.services.sagemaker.model.OfflineStoreConfig;
import software.amazon.awssdk.services.sagemaker.model.OnlineStoreConfig;
import software.amazon.awssdk.services.sagemaker.model.TableFormat;

/**
 * What separates a group as found from the one a contract asks for: features that can be added, a
 * time to live that can be set, and what no call of the service can change. Description, tags,
 * storage and keys are set when a group is made and are not compared; neither is an online store
 * that the contract does not ask for.
 *
 * @param otherTimeToLive whether records live longer or shorter in its online store
 * @param table the group's offline store; empty when it has none that we can append to
 */
record GroupDifference(
    List<FeatureGroup.Feature> additions,
    boolean otherTimeToLive,
    List<String> unchangeable,
    Optional<ProductId> table) {

  /**
   * @param database of Glue in which the table of the group would be made
   */
  static GroupDifference between(
      FeatureGroup group, String database, DescribeFeatureGroupResponse found) {
    List<String> unchangeable = new ArrayList<>();
    compare(
        unchangeable,
        "record identifier",
        found.recordIdentifierFeatureName(),
        group.recordIdentifier());
    compare(unchangeable, "event time", found.eventTimeFeatureName(), group.eventTime());
    Map<String, FeatureDefinition> have =
        found.featureDefinitions().stream()
            .collect(Collectors.toMap(FeatureDefinition::featureName, Function.identity()));
    List<FeatureGroup.Feature> additions = new ArrayList<>();
    for (FeatureGroup.Feature feature : group.features()) {
      FeatureDefinition known = have.remove(feature.name());
      if (known == null) {
        additions.add(feature);
      } else {
        compare(
            unchangeable,
            "type of feature " + feature.name(),
            known.featureTypeAsString(),
            feature.type().label());
      }
    }
    have.keySet().stream()
        .sorted()
        .forEach(name -> unchangeable.add("feature " + name + " is not in the contract"));
    boolean otherTimeToLive =
        group.online().isPresent()
            && otherTimeToLive(group.online().get(), found.onlineStoreConfig(), unchangeable);
    return new GroupDifference(
        additions,
        otherTimeToLive,
        unchangeable,
        table(found.offlineStoreConfig(), unchangeable)
            .map(
                table ->
                    table.domain().equals(database)
                        ? new ProductId(group.table().domain(), table.name())
                        : table));
  }

  /** In words. */
  List<String> changes() {
    List<String> changes = new ArrayList<>();
    additions.forEach(feature -> changes.add(feature.name()));
    if (otherTimeToLive) {
      changes.add("time to live");
    }
    return changes;
  }

  /**
   * Source: Amazon SageMaker API, OnlineStoreConfigUpdate, which has a time to live and nothing
   * else.
   */
  private static boolean otherTimeToLive(
      Contract.OnlineStore store, OnlineStoreConfig found, List<String> unchangeable) {
    if (found == null || !Boolean.TRUE.equals(found.enableOnlineStore())) {
      unchangeable.add(
          "it was made without an online store, the contract says onlineStore (without it in the"
              + " contract the group is served offline as before)");
      return false;
    }
    return !TimeToLive.of(found).equals(store.timeToLive());
  }

  private static void compare(List<String> faults, String what, String have, String want) {
    if (!want.equals(have)) {
      faults.add(what + " is " + have + ", the contract says " + want);
    }
  }

  private static Optional<ProductId> table(OfflineStoreConfig store, List<String> unchangeable) {
    DataCatalogConfig catalog = store == null ? null : store.dataCatalogConfig();
    if (catalog == null || store.tableFormat() != TableFormat.ICEBERG) {
      unchangeable.add("its offline store is not an Iceberg table in the Glue Data Catalog");
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ProductId(
              catalog.database().toLowerCase(Locale.ROOT),
              catalog.tableName().toLowerCase(Locale.ROOT)));
    } catch (JetbridgeException e) {
      unchangeable.add(
          "the name of its table, "
              + catalog.database()
              + "."
              + catalog.tableName()
              + ", has other characters than letters, digits and underscore");
      return Optional.empty();
    }
  }
}
