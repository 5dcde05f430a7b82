package dev.jetbridge.pipelines.operations;

import dev.jetbridge.contracts.ProductId;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The tables in which runs are accounted for. Every row that runs write beside their own carries
 * the staged snapshot's id and counts while a run of that snapshot is entered as published in
 * operations.runs and not as withdrawn.
 */
public enum OperationsTable {
  /**
   * One row an ended run of a product, and one more with the status withdrawn when it was undone.
   */
  RUNS(RunColumns.ALL),
  /**
   * One row a file a run dealt with: where its records are after the run. The row of the latest run
   * is the account of the file.
   */
  FILES(FileColumns.ALL),
  /** One row a rejected row of a file: a pointer, without its content. */
  QUARANTINE(QuarantineColumns.ALL),
  /** One row a deleted key. */
  TOMBSTONES(TombstoneColumns.ALL),
  /**
   * One row a figure of a file, or of a run when it has no file. The rows of the latest run that
   * dealt with a file are its figures.
   */
  METRICS(MetricColumns.ALL),
  /** One row a fitted model. */
  MODELS(ModelColumns.ALL),
  /**
   * One row a publication that a port told of, and one a step after a publication, or a pull of
   * files, that failed. The newest row of a product and port counts.
   */
  DELIVERIES(DeliveryColumns.ALL),
  /**
   * One row a record that an online store has, may have or refused. Replaced by each hand-over, so
   * that every row counts.
   */
  ONLINE_RECORDS(OnlineRecordColumns.ALL),
  /**
   * One row an identifier of a person who was erased, as a token; whatever snapshot there is, it
   * counts at once.
   */
  SUPPRESSED_PEOPLE(SuppressedPeopleColumns.ALL),
  /** One row an evaluated rule. */
  QUALITY_RESULTS(QualityResultColumns.ALL);

  @SuppressWarnings("ImmutableEnumChecker") // Spark says nowhere that its types do not change.
  private final StructType schema;

  OperationsTable(List<Field<?>> fields) {
    this.schema = new StructType(fields.stream().map(Field::field).toArray(StructField[]::new));
  }

  public StructType schema() {
    return schema;
  }

  public ProductId id() {
    return new ProductId("operations", name().toLowerCase(Locale.ROOT));
  }
}
