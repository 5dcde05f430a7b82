package dev.jetbridge.registry.featurestore;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.FeatureStoreColumns;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.registry.CatalogFailure;
import dev.jetbridge.registry.CatalogText;
import dev.jetbridge.registry.IcebergTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The offline store of a feature group in its Iceberg layout: one row a version of a record, only
 * ever appended to. The features in the contract's order, in the types of {@link FeatureType}, then
 * api_invocation_time, write_time and is_deleted; nothing is required. The event time is text in
 * ISO 8601, so a day is its first ten characters, by which the table is partitioned.
 */
public final class OfflineStoreTable {
  private static final int DAY = 10;

  private OfflineStoreTable() {}

  /** The columns of the store. */
  public static StructType schema(FeatureGroup group) {
    StructType schema = new StructType();
    for (FeatureGroup.Feature feature : group.features()) {
      StructField field =
          new StructField(feature.name(), feature.type().dataType(), true, Metadata.empty());
      String comment = CatalogText.comment(feature.description());
      schema = schema.add(comment.isEmpty() ? field : field.withComment(comment));
    }
    return schema
        .add(FeatureStoreColumns.API_INVOCATION_TIME, DataTypes.TimestampType)
        .add(FeatureStoreColumns.WRITE_TIME, DataTypes.TimestampType)
        .add(FeatureStoreColumns.IS_DELETED, DataTypes.BooleanType);
  }

  /** Makes the database a group's table shall be in; Feature Store makes tables only. */
  public static void createDatabase(Catalog catalog, ProductId table) {
    Namespace namespace = Namespace.of(table.domain());
    CatalogFailure.translate(
        "Cannot create database " + namespace,
        () -> {
          if (catalog instanceof SupportsNamespaces namespaces
              && !namespaces.namespaceExists(namespace)) {
            try {
              namespaces.createNamespace(namespace);
            } catch (AlreadyExistsException e) {
              // Another run made it meanwhile.
            }
          }
          return namespace;
        });
  }

  /**
   * Creates the store where Feature Store made none, or adds the columns it lacks; commits nothing
   * when it is as asked for.
   *
   * @throws JetbridgeException CONTRACT when a column has a different type
   */
  public static void createOrExtend(Catalog catalog, ProductId name, FeatureGroup group) {
    createDatabase(catalog, name);
    CatalogFailure.translate(
        "Cannot create or extend offline store " + name,
        () -> {
          TableIdentifier identifier = IcebergTables.identifier(name);
          if (!catalog.tableExists(identifier)) {
            try {
              return create(catalog, identifier, group);
            } catch (AlreadyExistsException e) {
              // Another run made it meanwhile; what it lacks is added.
            }
          }
          return extend(catalog.loadTable(identifier), name, group);
        });
  }

  private static Table create(Catalog catalog, TableIdentifier identifier, FeatureGroup group) {
    Schema schema = SparkSchemaUtil.convert(schema(group));
    return catalog
        .buildTable(identifier, schema)
        .withPartitionSpec(
            PartitionSpec.builderFor(schema).truncate(group.eventTime(), DAY).build())
        .withProperties(
            Map.of(
                TableProperties.FORMAT_VERSION,
                "2",
                TableProperties.PARQUET_COMPRESSION,
                "zstd",
                TableProperties.COMMIT_NUM_RETRIES,
                "20",
                TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED,
                "true",
                TableProperties.METADATA_PREVIOUS_VERSIONS_MAX,
                "100",
                // Whole event times, so that the newest is known without reading rows.
                TableProperties.METRICS_MODE_COLUMN_CONF_PREFIX + group.eventTime(),
                "full"))
        .create();
  }

  private static Table extend(Table table, ProductId name, FeatureGroup group) {
    UpdateSchema update = table.updateSchema();
    List<String> misfits = new ArrayList<>();
    boolean additions = false;
    for (NestedField wanted : SparkSchemaUtil.convert(schema(group)).columns()) {
      NestedField found = table.schema().findField(wanted.name());
      if (found == null) {
        update.addColumn(wanted.name(), wanted.type(), wanted.doc());
        additions = true;
      } else if (!fits(found, wanted)) {
        misfits.add(wanted.name() + " is " + found.type() + ", must be " + wanted.type());
      }
    }
    if (!misfits.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONTRACT,
          "Cannot append to offline store "
              + name
              + " of "
              + group.product()
              + ": "
              + String.join("; ", misfits)
              + "; give the changed product a new name");
    }
    if (additions) {
      update.commit();
    }
    return table;
  }

  /** Feature Store's own tables may keep its times without a zone; they are UTC all the same. */
  private static boolean fits(NestedField found, NestedField wanted) {
    DataType have = SparkSchemaUtil.convert(found.type());
    DataType want = SparkSchemaUtil.convert(wanted.type());
    return have.equals(want)
        || (want.equals(DataTypes.TimestampType) && have.equals(DataTypes.TimestampNTZType));
  }
}
