package dev.jetbridge.pipelines.features;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.contracts.mesh.ContractLoader;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.pipelines.lake.RunSummary;
import dev.jetbridge.registry.IcebergTables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Small feature products, published as a run does. */
public final class FeatureProducts {
  private static final String TEXT =
      """
      apiVersion: v3.1.0
      kind: DataContract
      id: %1$s
      name: %2$s
      domain: %3$s
      version: 1.0.0
      status: active
      schema:
        - name: %2$s
          properties:
            - {name: person_id, logicalType: string, primaryKey: true, primaryKeyPosition: 1}
            - {name: as_of, logicalType: timestamp, primaryKey: true, primaryKeyPosition: 2%4$s}
            - {name: flights, logicalType: integer}
            - {name: spent, logicalType: number, physicalType: 'decimal(18,2)'}
            - {name: upgraded, logicalType: boolean}
      %5$s
      customProperties:
        - {property: productKind, value: consumer-aligned}
        - {property: inputs, value: [shop.sales]}
        - {property: transformation, value: %1$s}
        - {property: outputPorts, value: [table, feature-group]}
        - {property: writeMode, value: %6$s}
      """;

  private static final String BY_AS_OF = ", partitioned: true";

  private FeatureProducts() {}

  /** A product with a partition an as-of; the further columns are one line of YAML each. */
  public static Contract byAsOf(String id, String... columns) {
    return parse(id, BY_AS_OF, "overwrite-partitions", columns);
  }

  /** A product that each run writes whole. */
  public static Contract whole(String id) {
    return parse(id, "", "overwrite");
  }

  /**
   * The same as {@link #byAsOf} with an online store, and the column model_id, which only says how
   * a record was made.
   *
   * @param timeToLive such as {@code ttl: 30 days}; empty for none
   */
  public static Contract online(String id, String timeToLive) {
    return ContractLoader.parse(
        text(
                id,
                BY_AS_OF,
                "overwrite-partitions",
                "{name: model_id, logicalType: string, classification: internal}")
            + "  - {property: provenanceColumns, value: [model_id]}\n"
            + "  - {property: onlineStore, value: {%s}}\n".formatted(timeToLive),
        "test");
  }

  /** The same as {@link #byAsOf}, served as Parquet and in the warehouse, too. */
  public static Contract warehoused(String id, String... columns) {
    return ContractLoader.parse(
        text(id, BY_AS_OF, "overwrite-partitions", columns)
            .replace("[table, feature-group]", "[table, parquet, feature-group, warehouse]"),
        "test");
  }

  /** The contract of {@link #byAsOf} as a file. */
  static String text(String id) {
    return text(id, BY_AS_OF, "overwrite-partitions");
  }

  private static Contract parse(String id, String partition, String mode, String... columns) {
    return ContractLoader.parse(text(id, partition, mode, columns), "test");
  }

  private static String text(String id, String partition, String mode, String... columns) {
    String[] parts = id.split("\\.", 2);
    StringBuilder more = new StringBuilder();
    for (String column : columns) {
      more.append("      - ").append(column).append('\n');
    }
    return TEXT.formatted(id, parts[1], parts[0], partition, more, mode)
        .replaceAll("(?m)^\\s*\n", "");
  }

  /**
   * Publishes rows in one snapshot of main and returns it.
   *
   * @param rows of the contract's columns, in SQL, such as {@code ('P1', timestamp'…', 1, 2.50,
   *     true)}
   */
  public static long publish(Lake lake, Contract contract, Instant asOf, String... rows) {
    return publish(
        lake,
        contract,
        asOf,
        rows.length == 0
            ? lake.spark().createDataFrame(List.of(), contract.schema())
            : lake.spark().sql("select * from values " + String.join(", ", rows)));
  }

  /** The same with the contract's columns in their order, whatever they are called. */
  public static long publish(Lake lake, Contract contract, Instant asOf, Dataset<Row> rows) {
    new IcebergTables(lake.catalog()).createOrEvolve(contract);
    String branch = "audit_" + asOf.toEpochMilli();
    Optional<Long> base = lake.openBranch(contract.id(), branch);
    RunSummary run = new RunSummary("run-" + asOf, asOf, "1.0.0", "test", "digest", 1, "run");
    Dataset<Row> values = rows;
    for (int i = 0; i < contract.columns().size(); i++) {
      values = values.withColumnRenamed(values.columns()[i], contract.columns().get(i).name());
    }
    for (var column : contract.columns()) {
      values = values.withColumn(column.name(), functions.col(column.name()).cast(column.type()));
    }
    if (contract.change().writeMode() == WriteMode.OVERWRITE_PARTITIONS) {
      lake.overwriteWhere(
          contract.id(),
          branch,
          values,
          functions.col("as_of").equalTo(functions.lit(Timestamp.from(asOf))),
          run.properties());
    } else {
      lake.overwrite(contract.id(), branch, values, run.properties());
    }
    if (!lake.fastForward(contract.id(), branch, base)) {
      throw new IllegalStateException("main moved");
    }
    return lake.mainSnapshot(contract.id()).orElseThrow();
  }
}
