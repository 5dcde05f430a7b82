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
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads and appends the operations tables. */
public final class Operations {
  public static final String PUBLISHED = "published";
  public static final String WITHDRAWN = "withdrawn";
  public static final String RUN = "run";
  public static final String REBUILD = "rebuild";
  public static final String REPLAY = "replay";

  /** The hash of what is in a file once it is inflated, see {@link #filesLike}. */
  public static final Field<String> CONTENT = Field.text("content");

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
          .withPartitionSpec(
              PartitionSpec.builderFor(schema).identity(RunKey.PRODUCT.name()).build())
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
  public void append(OperationsTable table, List<NewRow> rows) {
    if (!rows.isEmpty()) {
      new SmallAppend(lake.table(table.id()), table)
          .append(rows.stream().map(NewRow::row).toList());
    }
  }

  /** Appends rows of a dataset. */
  public void append(OperationsTable table, Dataset<Row> rows) {
    append(table.id(), rows);
  }

  /** Appends rows to a table beside that of a product, which count once their run is entered. */
  public void append(ProductId table, Dataset<Row> rows) {
    try {
      rows.writeTo(Lake.name(table)).option("fanout-enabled", "true").append();
    } catch (NoSuchTableException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot append to " + table, e);
    }
  }

  /**
   * Puts rows in the place of all that a table has of a product, in one commit.
   *
   * @param seen the snapshot of the table that the rows were made from; empty for none
   * @throws JetbridgeException EXTERNAL when another process wrote rows of the product since
   */
  public void replace(
      OperationsTable table, ProductId product, Dataset<Row> rows, Optional<Long> seen) {
    DataFrameWriterV2<Row> writer =
        rows.writeTo(Lake.name(table.id()))
            .option("distribution-mode", "none")
            .option("isolation-level", "serializable");
    seen.ifPresent(snapshot -> writer.option("validate-from-snapshot-id", snapshot.toString()));
    try {
      writer.overwrite(RunKey.PRODUCT.is(product));
    } catch (NoSuchTableException e) {
      throw new JetbridgeException(FailureKind.INTERNAL, "Cannot write " + table.id(), e);
    } catch (ValidationException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          "Cannot write "
              + table.id()
              + " for "
              + product
              + ": another process wrote it meanwhile; run again when that has ended",
          e);
    }
  }

  /**
   * The few rows of a table that the driver holds, without a job of Spark.
   *
   * @throws JetbridgeException EXTERNAL when a file of the table cannot be read
   */
  public List<Row> rows(OperationsTable table, Expression condition, Field<?>... fields) {
    StructType columns = new StructType();
    for (Field<?> field : fields) {
      columns = columns.add(field.field());
    }
    return new SmallRead(lake.table(table.id()), columns).where(condition);
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
    String withdrawn = "withdrawn";
    return read(OperationsTable.RUNS)
        .filter(RunColumns.STATUS.isIn(List.of(PUBLISHED, WITHDRAWN)))
        .groupBy(Field.columns(RunKey.PRODUCT, RunKey.SNAPSHOT_ID))
        .agg(
            max(RunColumns.SEQUENCE.column()).as(RunColumns.SEQUENCE.name()),
            max(RunColumns.KIND.column()).as(RunColumns.KIND.name()),
            max(RunColumns.STATUS.is(WITHDRAWN)).as(withdrawn))
        .filter(not(col(withdrawn)))
        .drop(withdrawn);
  }

  /** The rows of a side table that belong to runs of a product that count. */
  public Dataset<Row> published(OperationsTable table, ProductId product) {
    return numbered(table, product).drop(RunColumns.SEQUENCE.name(), RunColumns.KIND.name());
  }

  /** The account of each file of a product: what the latest run that dealt with it says. */
  public Dataset<Row> files(ProductId product) {
    String place = "place_in_time";
    WindowSpec latestFirst =
        Window.partitionBy(FileColumns.FILE_HASH.column())
            .orderBy(RunColumns.SEQUENCE.column().desc());
    return numbered(OperationsTable.FILES, product)
        .withColumn(place, row_number().over(latestFirst))
        .filter(col(place).equalTo(1))
        .drop(place, RunColumns.KIND.name());
  }

  /**
   * The accounts of files of a product that have one of these names, or one of these contents, see
   * {@link #CONTENT}.
   */
  public Dataset<Row> filesLike(ProductId product, Set<String> names, Set<String> contents) {
    Column content = coalesce(FileColumns.CONTENT_HASH.column(), FileColumns.FILE_HASH.column());
    return files(product)
        .withColumn(CONTENT.name(), content)
        .join(
            marked(FileColumns.FILE_NAME, names, "named"),
            Field.names(FileColumns.FILE_NAME),
            "left")
        .join(marked(CONTENT, contents, "alike"), Field.names(CONTENT), "left")
        .filter(col("named").or(col("alike")))
        .drop("named", "alike");
  }

  private Dataset<Row> marked(Field<String> field, Set<String> values, String mark) {
    return broadcast(
        lake.spark()
            .createDataset(List.copyOf(values), Encoders.STRING())
            .toDF(field.name())
            .withColumn(mark, lit(true)));
  }

  /** The rejected rows of a product that nothing has repaired since. */
  public Dataset<Row> quarantine(ProductId product) {
    Field<?>[] key = {FileColumns.FILE_HASH, RunKey.SNAPSHOT_ID};
    return read(OperationsTable.QUARANTINE)
        .filter(RunKey.PRODUCT.is(product))
        .join(files(product).select(Field.columns(key)), Field.names(key));
  }

  /** The deletes of a product that hold: those since it was last made from zero. */
  public Dataset<Row> tombstones(ProductId product) {
    String since = "since";
    Column rebuilt = max(when(RunColumns.KIND.is(REBUILD), RunColumns.SEQUENCE.column()));
    Dataset<Row> rebuild =
        runsThatCount()
            .filter(RunKey.PRODUCT.is(product))
            .agg(coalesce(rebuilt, lit(0L)).as(since));
    return numbered(OperationsTable.TOMBSTONES, product)
        .crossJoin(rebuild)
        .filter(RunColumns.SEQUENCE.column().geq(col(since)))
        .drop(RunColumns.SEQUENCE.name(), RunColumns.KIND.name(), since);
  }

  /**
   * The versions of a product that count: those of its runs up to one, since it was last made from
   * zero.
   *
   * @param table where they are
   * @param last the sequence of the last run
   */
  public Dataset<Row> versions(ProductId table, ProductId product, long last) {
    String since = "since";
    Dataset<Row> runs =
        runsThatCount()
            .filter(RunKey.PRODUCT.is(product))
            .filter(RunColumns.SEQUENCE.column().leq(last));
    Column rebuilt = max(when(RunColumns.KIND.is(REBUILD), RunColumns.SEQUENCE.column()));
    Dataset<Row> counted =
        runs.crossJoin(runs.agg(coalesce(rebuilt, lit(0L)).as(since)))
            .filter(RunColumns.SEQUENCE.column().geq(col(since)))
            .select(RunKey.SNAPSHOT_ID.column());
    return lake.spark()
        .read()
        .table(Lake.name(table))
        .join(broadcast(counted), Field.names(RunKey.SNAPSHOT_ID), "left_semi");
  }

  /** Tokens of identifiers of people who were erased; empty when nobody was. */
  public Optional<Dataset<Row>> suppressedPeople() {
    return lake.main(OperationsTable.SUPPRESSED_PEOPLE.id())
        .filter(main -> Lake.rows(main) > 0)
        .map(
            main ->
                read(OperationsTable.SUPPRESSED_PEOPLE)
                    .select(SuppressedPeopleColumns.TOKEN.column())
                    .distinct());
  }

  private Dataset<Row> numbered(OperationsTable table, ProductId product) {
    return read(table)
        .filter(RunKey.PRODUCT.is(product))
        .join(
            runsThatCount()
                .filter(RunKey.PRODUCT.is(product))
                .select(Field.columns(RunKey.SNAPSHOT_ID, RunColumns.SEQUENCE, RunColumns.KIND)),
            RunKey.SNAPSHOT_ID.name());
  }
}
