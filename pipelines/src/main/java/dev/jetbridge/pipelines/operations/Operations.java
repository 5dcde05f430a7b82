package dev.jetbridge.pipelines.operations;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;

/** Reads and appends the operations tables. */
public final class Operations {
  public static final String PUBLISHED = "published";

  private final Lake lake;

  public Operations(Lake lake) {
    this.lake = lake;
  }

  /** Makes the tables that do not exist yet. */
  public void create() {
    Namespace namespace = Namespace.of("operations");
    if (lake.catalog() instanceof SupportsNamespaces namespaces
        && !namespaces.namespaceExists(namespace)) {
      try {
        namespaces.createNamespace(namespace);
      } catch (AlreadyExistsException e) {
        // Another process made it meanwhile.
      }
    }
    for (OperationsTable table : OperationsTable.values()) {
      if (!lake.exists(table.id())) {
        create(table);
      }
    }
  }

  private void create(OperationsTable table) {
    Schema schema = SparkSchemaUtil.convert(table.schema());
    try {
      lake.catalog()
          .buildTable(TableIdentifier.of(table.id().domain(), table.id().name()), schema)
          .withPartitionSpec(PartitionSpec.builderFor(schema).identity("product").build())
          .withProperty("format-version", "2")
          .withProperty("write.metadata.delete-after-commit.enabled", "true")
          .withProperty("write.metadata.previous-versions-max", "20")
          .withProperty("commit.retry.num-retries", "20")
          .create();
    } catch (AlreadyExistsException e) {
      // Another process made it meanwhile.
    }
  }

  /** Appends rows that the driver holds; nothing when there are none. */
  public void append(OperationsTable table, List<Row> rows) {
    if (!rows.isEmpty()) {
      append(table, lake.spark().createDataFrame(rows, table.schema()).coalesce(1));
    }
  }

  /** Appends rows of a dataset. */
  public void append(OperationsTable table, Dataset<Row> rows) {
    try {
      rows.writeTo(Lake.name(table.id())).option("fanout-enabled", "true").append();
    } catch (NoSuchTableException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot append to " + table.id(), e);
    }
  }

  public Dataset<Row> read(OperationsTable table) {
    return lake.spark().read().table(Lake.name(table.id()));
  }

  /** The rows of a side table that belong to published runs of a product. */
  public Dataset<Row> published(OperationsTable table, ProductId product) {
    Dataset<Row> runs =
        read(OperationsTable.RUNS)
            .filter(col("product").equalTo(product.toString()))
            .filter(col("status").equalTo(lit(PUBLISHED)))
            .select("snapshot_id");
    return read(table)
        .filter(col("product").equalTo(product.toString()))
        .join(runs.distinct(), "snapshot_id");
  }
}
