package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.registry.CatalogText;
import dev.jetbridge.registry.Databases;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.TimestampType;

/**
 * The feature group of a product: one record a record identifier and event time.
 *
 * @param name unique in an account and region: {@code domain-product}
 * @param recordIdentifier the key column that is not an instant
 * @param eventTime the key column that is one
 * @param features all columns of the contract in its order, these two included
 * @param tags what does not change while the group lives
 * @param online its online store; empty for none
 */
public record FeatureGroup(
    ProductId product,
    String name,
    String recordIdentifier,
    String eventTime,
    List<Feature> features,
    String description,
    Map<String, String> tags,
    Optional<Contract.OnlineStore> online) {
  private static final int LONGEST_DESCRIPTION = 128;
  private static final int LONGEST_TAG = 256;
  private static final Pattern NOT_IN_TAGS = Pattern.compile("[^\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]");

  public FeatureGroup {
    features = List.copyOf(features);
    tags = Map.copyOf(tags);
  }

  /** A feature; its description is for readers. */
  public record Feature(String name, FeatureType type, String description) {}

  /** What keeps a contract from being a feature group; nothing when it can be one. */
  public static List<String> faults(Contract contract) {
    return FeatureGroupLimits.faults(contract);
  }

  /**
   * The group of a contract with the port feature-group.
   *
   * @throws JetbridgeException CONFIG when Feature Store takes no such group
   */
  public static FeatureGroup of(Contract contract) {
    ProductId product = contract.id();
    List<String> faults = faults(contract);
    if (!faults.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot create a feature group for " + product + ": " + String.join("; ", faults));
    }
    return new FeatureGroup(
        product,
        name(product),
        key(contract, false),
        key(contract, true),
        contract.columns().stream()
            .map(c -> new Feature(c.name(), FeatureType.of(c.type()), c.description()))
            .toList(),
        CatalogText.shorten(contract.about().purpose(), LONGEST_DESCRIPTION),
        tags(contract),
        contract.serving().online());
  }

  /** The name of the offline store in the lake, unless the group itself says otherwise. */
  public ProductId table() {
    return new ProductId(product.domain() + Databases.OFFLINE_STORES, product.name());
  }

  static String name(ProductId product) {
    return product.domain() + "-" + product.name();
  }

  private static String key(Contract contract, boolean instant) {
    return contract.key().stream()
        .filter(c -> c.type() instanceof TimestampType == instant)
        .map(Column::name)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> tags(Contract contract) {
    Map<String, String> tags = new TreeMap<>();
    tags.put("jetbridge.product", contract.id().toString());
    tags.put("jetbridge.domain", contract.id().domain());
    String owner =
        CatalogText.shorten(
            NOT_IN_TAGS.matcher(contract.about().owner()).replaceAll("_"), LONGEST_TAG);
    if (!owner.isEmpty()) {
      tags.put("jetbridge.owner", owner);
    }
    return tags;
  }
}
