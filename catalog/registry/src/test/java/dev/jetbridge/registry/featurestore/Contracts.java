package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.mesh.ContractLoader;

/** A small feature product with a column of every type. */
final class Contracts {
  private static final String TEXT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: %1$s.trips
      name: trips
      domain: %1$s
      version: 1.0.0
      status: active
      description:
        purpose: What each customer flew, %2$s.
      team: {name: customer science & more}
      schema:
        - name: trips
          properties:
            - {name: person_id, logicalType: string, primaryKey: true, primaryKeyPosition: 1}
            - name: as_of
              logicalType: timestamp
              primaryKey: true
              primaryKeyPosition: 2
              partitioned: true
            - {name: flights, logicalType: integer, description: Flights.}
            - {name: miles, logicalType: integer, logicalTypeOptions: {format: i64}}
            - {name: spent, logicalType: number, physicalType: 'decimal(18,2)'}
            - {name: share, logicalType: number}
            - {name: ratio, logicalType: number, physicalType: float}
            - {name: upgraded, logicalType: boolean}
            - {name: first_flown, logicalType: date}
            - {name: booked_at, logicalType: timestamp}
            - {name: cabin, logicalType: string}
      %3$s
      customProperties:
        - {property: productKind, value: consumer-aligned}
        - {property: inputs, value: [shop.sales]}
        - {property: transformation, value: %1$s.trips}
        - {property: outputPorts, value: [table, feature-group]}
        - {property: writeMode, value: overwrite-partitions}
      """;

  private Contracts() {}

  static Contract trips(String domain, String... moreColumns) {
    return trips(domain, "and how often", moreColumns);
  }

  /** The same with an online store. */
  static Contract online(String domain, String timeToLive) {
    return ContractLoader.parse(
        text(domain, "and how often")
            + "  - {property: onlineStore, value: {%s}}\n".formatted(timeToLive),
        "test");
  }

  static Contract trips(String domain, String purpose, String[] moreColumns) {
    return ContractLoader.parse(text(domain, purpose, moreColumns), "test");
  }

  private static String text(String domain, String purpose, String... moreColumns) {
    StringBuilder columns = new StringBuilder();
    for (String column : moreColumns) {
      columns.append("      - ").append(column).append('\n');
    }
    return TEXT.formatted(domain, purpose, columns).replaceAll("(?m)^\\s*\n", "");
  }
}
