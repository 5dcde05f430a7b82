package dev.jetbridge.pipelines.operations;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.pipelines.lake.Lake;
import dev.jetbridge.registry.retry.Retry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructField;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** Reads and appends the operations tables. */
public final class Operations {
  public static final String PUBLISHED = "published";
  public static final String WITHDRAWN = "withdrawn";
  public static final String RUN = "run";
  public static final String REBUILD = "rebuild";
  public static final String REPLAY = "replay";

  private static final int ATTEMPTS = 5;

  private final Lake lake;

  public Operations(Lake lake) {
    this.lake = lake;
  }

  /** Makes the tables that do not exist yet, and the columns that an older version did not know. */
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
      } else {
        extend(table);
      }
    }
  }

  private void extend(OperationsTable table) {
    // Another process that begins with this version may add them, too.
    Retry.ofCommits(ATTEMPTS)
        .call(
            Set.of(CommitFailedException.class, IllegalArgumentException.class),
            () -> addColumns(table));
  }

  private boolean addColumns(OperationsTable table) {
    Table existing = lake.table(table.id());
    UpdateSchema update = existing.updateSchema();
    boolean extended = false;
    for (NestedField field : SparkSchemaUtil.convert(table.schema()).columns()) {
      if (existing.schema().findField(field.name()) == null) {
        update.addColumn(field.name(), field.type());
        extended = true;
      }
    }
    if (extended) {
      update.commit();
    }
    return extended;
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
          // Upkeep deletes rows of named snapshots; what runs append meanwhile is not among them.
          .withProperty("write.delete.isolation-level", "snapshot")
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
    Dataset<Row> rows = lake.spark().read().table(Lake.name(table.id()));
    // A run adds what an older version did not know; who only looks finds null there.
    List<String> known = List.of(rows.columns());
    for (StructField field : table.schema().fields()) {
      if (!known.contains(field.name())) {
        rows = rows.withColumn(field.name(), lit(null).cast(field.dataType()));
      }
    }
    return rows;
  }

  /** Runs that count: published and not withdrawn since. product, snapshot_id, sequence, kind. */
  public Dataset<Row> runsThatCount() {
    Column withdrawn = max(col("status").equalTo(WITHDRAWN));
    return read(OperationsTable.RUNS)
        .filter(col("status").isin(PUBLISHED, WITHDRAWN))
        .groupBy("product", "snapshot_id")
        .agg(max("sequence").as("sequence"), max("kind").as("kind"), withdrawn.as("withdrawn"))
        .filter(not(col("withdrawn")))
        .drop("withdrawn");
  }

  /** The rows of a side table that belong to runs of a product that count. */
  public Dataset<Row> published(OperationsTable table, ProductId product) {
    return numbered(table, product).drop("sequence", "kind");
  }

  /** The account of each file of a product: what the latest run that dealt with it says. */
  public Dataset<Row> files(ProductId product) {
    WindowSpec latestFirst = Window.partitionBy("file_hash").orderBy(col("sequence").desc());
    return numbered(OperationsTable.FILES, product)
        .withColumn("place_in_time", row_number().over(latestFirst))
        .filter(col("place_in_time").equalTo(1))
        .drop("place_in_time", "kind");
  }

  /**
   * The accounts of files of a product that have one of these names, or one of these contents by
   * the hash of what is in them once they are inflated.
   */
  public Dataset<Row> filesLike(ProductId product, Set<String> names, Set<String> contents) {
    Dataset<Row> files =
        files(product).withColumn("content", coalesce(col("content_hash"), col("file_hash")));
    return files
        .join(marked("file_name", names, "named"), names("file_name"), "left")
        .join(marked("content", contents, "alike"), names("content"), "left")
        .filter(col("named").or(col("alike")))
        .drop("named", "alike");
  }

  private Dataset<Row> marked(String column, Set<String> values, String mark) {
    return broadcast(
        lake.spark()
            .createDataset(List.copyOf(values), Encoders.STRING())
            .toDF(column)
            .withColumn(mark, lit(true)));
  }

  /** The rejected rows of a product that nothing has repaired since. */
  public Dataset<Row> quarantine(ProductId product) {
    return read(OperationsTable.QUARANTINE)
        .filter(col("product").equalTo(product.toString()))
        .join(files(product).select("file_hash", "snapshot_id"), names("file_hash", "snapshot_id"));
  }

  /** The deletes of a product that hold: those since it was last made from zero. */
  public Dataset<Row> tombstones(ProductId product) {
    Column rebuilt = max(when(col("kind").equalTo(REBUILD), col("sequence")));
    Dataset<Row> since =
        runsThatCount()
            .filter(col("product").equalTo(product.toString()))
            .agg(coalesce(rebuilt, lit(0L)).as("since"));
    return numbered(OperationsTable.TOMBSTONES, product)
        .crossJoin(since)
        .filter(col("sequence").geq(col("since")))
        .drop("sequence", "kind", "since");
  }

  /** Tokens of identifiers of people who were erased; empty when nobody was. */
  public Optional<Dataset<Row>> suppressedPeople() {
    return lake.main(OperationsTable.SUPPRESSED_PEOPLE.id())
        .filter(main -> Lake.rows(main) > 0)
        .map(main -> read(OperationsTable.SUPPRESSED_PEOPLE).select("token").distinct());
  }

  private Dataset<Row> numbered(OperationsTable table, ProductId product) {
    return read(table)
        .filter(col("product").equalTo(product.toString()))
        .join(
            runsThatCount()
                .filter(col("product").equalTo(product.toString()))
                .select("snapshot_id", "sequence", "kind"),
            "snapshot_id");
  }

  private static Seq<String> names(String... names) {
    return JavaConverters.asScalaBuffer(List.of(names)).toSeq();
  }
}
