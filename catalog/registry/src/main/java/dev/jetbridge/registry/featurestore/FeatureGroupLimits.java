package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FeatureStoreColumns;
import dev.jetbridge.contracts.ProductKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.TimestampType;

/** What Feature Store takes, from the API reference of CreateFeatureGroup. */
final class FeatureGroupLimits {
  private static final int LONGEST_NAME = 64;
  private static final int MOST_FEATURES = 2500;

  private FeatureGroupLimits() {}

  /** What keeps a contract from being a feature group; nothing when it can be one. */
  static List<String> faults(Contract contract) {
    List<String> faults = new ArrayList<>();
    if (!hasKey(contract)) {
      faults.add(
          "a feature group is a consumer-aligned product whose key is one record identifier and"
              + " one timestamp, its event time");
    }
    String name = FeatureGroup.name(contract.id());
    if (!isName(name)) {
      faults.add(
          "its name would be "
              + name
              + ", Feature Store takes at most "
              + LONGEST_NAME
              + " characters and a letter or digit at the end; rename the product or take the port"
              + " feature-group from its contract");
    }
    List<String> columns = contract.columns().stream().map(Column::name).toList();
    List<String> unfit = columns.stream().filter(c -> !isFeature(c)).toList();
    if (!unfit.isEmpty()) {
      faults.add(
          "no feature can have the name of column "
              + String.join(", ", unfit)
              + ": Feature Store keeps "
              + String.join(", ", FeatureStoreColumns.names())
              + " for itself; a name has at most "
              + LONGEST_NAME
              + " characters and ends in a letter or digit");
    }
    if (columns.size() > MOST_FEATURES) {
      faults.add(
          "a feature group has at most "
              + MOST_FEATURES
              + " features, there are "
              + columns.size());
    }
    return faults;
  }

  private static boolean hasKey(Contract contract) {
    List<Column> key = contract.key();
    return contract.kind() == ProductKind.CONSUMER_ALIGNED
        && key.size() == 2
        && key.stream().filter(c -> c.type() instanceof TimestampType).count() == 1;
  }

  private static boolean isFeature(String column) {
    return isName(column) && !FeatureStoreColumns.names().contains(column);
  }

  private static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && !text.endsWith("_");
  }
}
