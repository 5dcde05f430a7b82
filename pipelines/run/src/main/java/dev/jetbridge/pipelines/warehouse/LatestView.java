package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.OutputPort;
import dev.jetbridge.registry.featurestore.FeatureGroup;

/**
 * The newest record of each entity of a feature group, {@code <product>_latest}, beside the table
 * with the records of all instants. An entity that the newest instant says nothing of has its
 * record of before, as in the offline store.
 */
record LatestView(Contract contract) implements DerivedView {
  /** No feature can have it: Feature Store takes no name that ends in an underscore. */
  private static final String RANK = SqlText.name("rank_");

  @Override
  public boolean exists() {
    return contract.ports().contains(OutputPort.FEATURE_GROUP)
        && FeatureGroup.faults(contract).isEmpty();
  }

  @Override
  public String suffix() {
    return "latest";
  }

  @Override
  public String explanation() {
    FeatureGroup group = FeatureGroup.of(contract);
    return "The newest record of each "
        + group.recordIdentifier()
        + ", by "
        + group.eventTime()
        + ", whichever that is: to count or add up, take one instant from the table.";
  }

  @Override
  public String query(String table) {
    FeatureGroup group = FeatureGroup.of(contract);
    String columns = SqlText.names(contract.columns().stream().map(Column::name).toList());
    return "SELECT "
        + columns
        + "\nFROM (\n  SELECT "
        + columns
        + ",\n    ROW_NUMBER() OVER (PARTITION BY "
        + SqlText.name(group.recordIdentifier())
        + " ORDER BY "
        + SqlText.name(group.eventTime())
        + " DESC) AS "
        + RANK
        + "\n  FROM "
        + table
        + "\n) AS records\nWHERE "
        + RANK
        + " = 1";
  }
}
