package dev.jetbridge.registry;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The Iceberg table that a contract asks for, made once from it. */
public final class TableDefinition {
  /** Prefix of the properties that say how much of a column's statistics the metadata keeps. */
  static final String METRICS_OF_COLUMN = TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX;

  static final String NO_METRICS = "none";

  static final String COMMENT = "comment";

  /** What each of ours has had since it was created, and hardly one of others has. */
  private static final Map<String, String> OURS =
      Map.of(
          // A run, a second run of the product and its maintenance may commit at the same time.
          TableProperties.COMMIT_NUM_RETRIES, "20",
          TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "10000");

  private final Contract contract;
  private final Schema schema;
  private final List<PartitionTransform> partitions;
  private final Map<String, String> properties;

  private TableDefinition(Contract contract) {
    this.contract = contract;
    this.schema = schemaOf(contract);
    this.partitions =
        contract.partitions().stream().map(c -> PartitionTransform.of(contract.id(), c)).toList();
    this.properties = propertiesOf(contract);
  }

  /**
   * The table of a contract.
   *
   * @throws JetbridgeException CONFIG when Iceberg has no such table
   */
  public static TableDefinition of(Contract contract) {
    refuseProvenanceNames(contract);
    return new TableDefinition(contract);
  }

  /** Whether a table is one of a product, or at least was. */
  static boolean isOurs(Table table) {
    return OURS.entrySet().stream()
        .anyMatch(p -> p.getValue().equals(table.properties().get(p.getKey())));
  }

  Contract contract() {
    return contract;
  }

  /**
   * The contract's columns, for a source also {@link ProvenanceColumns}; its identifier fields are
   * the key.
   */
  Schema schema() {
    return schema;
  }

  List<PartitionTransform> partitions() {
    return partitions;
  }

  List<String> sortOrder() {
    return contract.sortOrder();
  }

  /** What is set on the table; the format version is asked for on creation only. */
  Map<String, String> properties() {
    return properties;
  }

  PartitionSpec spec() {
    PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
    partitions.forEach(p -> p.addTo(spec));
    return spec.build();
  }

  SortOrder order() {
    SortOrder.Builder order = SortOrder.builderFor(schema);
    sortOrder().forEach(order::asc);
    return order.build();
  }

  private static Schema schemaOf(Contract contract) {
    StructType described = new StructType();
    for (StructField field : ProvenanceColumns.tableSchema(contract).fields()) {
      StructField bare =
          new StructField(field.name(), field.dataType(), field.nullable(), Metadata.empty());
      String comment = CatalogText.comment(field.getComment().getOrElse(() -> ""));
      described = described.add(comment.isEmpty() ? bare : bare.withComment(comment));
    }
    Schema plain = plain(contract, described);
    Set<Integer> key = new LinkedHashSet<>();
    contract.key().forEach(c -> key.add(plain.findField(c.name()).fieldId()));
    try {
      return new Schema(plain.columns(), key);
    } catch (IllegalArgumentException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot use the key of contract "
              + contract.id()
              + " in an Iceberg table: "
              + e.getMessage()
              + "; make its columns required and neither float nor double",
          e);
    }
  }

  private static Schema plain(Contract contract, StructType described) {
    try {
      return SparkSchemaUtil.convert(described);
    } catch (UnsupportedOperationException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot create a table for contract "
              + contract.id()
              + ": Iceberg has no type for one of its columns: "
              + e.getMessage(),
          e);
    }
  }

  private static Map<String, String> propertiesOf(Contract contract) {
    Map<String, String> properties = new TreeMap<>();
    properties.put(TableProperties.DELETE_MODE, "merge-on-read");
    properties.put(TableProperties.UPDATE_MODE, "merge-on-read");
    properties.put(TableProperties.MERGE_MODE, "merge-on-read");
    properties.put(TableProperties.PARQUET_COMPRESSION, "zstd");
    properties.putAll(OURS);
    // Without these two every commit would leave its metadata file behind for ever.
    properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
    properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "100");
    for (Column column : contract.columns()) {
      if (column.isIdentifier()) {
        properties.put(METRICS_OF_COLUMN + column.name(), NO_METRICS);
      }
    }
    if (contract.keepsChangedIn()) {
      // Its bounds make "what changed since run n" a read of the new files only; Iceberg would
      // leave them out after the hundredth column.
      properties.put(METRICS_OF_COLUMN + ProvenanceColumns.CHANGED_IN, "full");
    }
    String purpose = CatalogText.description(contract.about().purpose());
    if (!purpose.isEmpty()) {
      properties.put(COMMENT, purpose);
    }
    return properties;
  }

  private static void refuseProvenanceNames(Contract contract) {
    List<String> taken =
        contract.columns().stream()
            .map(Column::name)
            .filter(ProvenanceColumns.names(contract)::contains)
            .toList();
    if (!taken.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot create a table for contract "
              + contract.id()
              + ": its table has columns of its own "
              + ProvenanceColumns.names(contract)
              + ", the contract names "
              + taken
              + " too; rename them"
              + (contract.isSource() ? " and keep the name in the file as sourceColumn" : ""));
    }
  }
}
