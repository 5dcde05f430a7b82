package dev.jetbridge.registry.featurestore;

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
import software.amazon.awssdk.services.sagemaker.model.TableFormat;

/**
 * What separates a group as found from the one a contract asks for: features that can be added, and
 * what no call of the service can change. Description, tags and storage are set when a group is
 * made and are not compared.
 *
 * @param table the group's offline store; empty when it has none that we can append to
 */
record GroupDifference(
    List<FeatureGroup.Feature> additions, List<String> unchangeable, Optional<ProductId> table) {

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
    return new GroupDifference(
        additions,
        unchangeable,
        table(found.offlineStoreConfig(), unchangeable)
            .map(
                table ->
                    table.domain().equals(database)
                        ? new ProductId(group.table().domain(), table.name())
                        : table));
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
