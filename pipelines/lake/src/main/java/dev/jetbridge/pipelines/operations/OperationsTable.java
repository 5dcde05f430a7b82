package dev.jetbridge.pipelines.operations;

import dev.jetbridge.contracts.ProductId;
import java.util.Locale;
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
  RUNS(
      "run_id STRING, product STRING, kind STRING, as_of TIMESTAMP, status STRING,"
          + " snapshot_id BIGINT,"
          + " sequence BIGINT, inputs_digest STRING, inputs STRING, contract_version STRING,"
          + " contract_digest STRING, code_version STRING, started_at TIMESTAMP, seconds DOUBLE,"
          + " files BIGINT, refused_files BIGINT, records BIGINT, loaded BIGINT, superseded BIGINT,"
          + " duplicates BIGINT, quarantined BIGINT, table_rows BIGINT, rules_passed INT,"
          + " rules_violated INT, rules_not_evaluated INT, message STRING, suppressed BIGINT"),
  /**
   * One row a file a run dealt with: where its records are after the run. The row of the latest run
   * is the account of the file.
   */
  FILES(
      "snapshot_id BIGINT, run_id STRING, product STRING, file_hash STRING, file_name STRING,"
          + " sender STRING, bytes BIGINT, status STRING, reason STRING, place STRING,"
          + " records BIGINT, loaded BIGINT, superseded BIGINT, duplicates BIGINT,"
          + " quarantined BIGINT, content_hash STRING, sent STRING, suppressed BIGINT"),
  /** One row a rejected row of a file: a pointer, without its content. */
  QUARANTINE(
      "snapshot_id BIGINT, run_id STRING, product STRING, file_hash STRING, record_number BIGINT,"
          + " byte_offset BIGINT, column_name STRING, rule STRING, reason STRING"),
  /** One row a deleted key. */
  TOMBSTONES(
      "snapshot_id BIGINT, run_id STRING, product STRING, key_hash STRING, order_value STRING,"
          + " changed_in BIGINT"),
  /**
   * One row a figure of a file, or of a run when it has no file. The rows of the latest run that
   * dealt with a file are its figures.
   */
  METRICS(
      "snapshot_id BIGINT, run_id STRING, product STRING, as_of TIMESTAMP, kind STRING,"
          + " file_hash STRING, file_name STRING, metric STRING, column_name STRING, value DOUBLE,"
          + " verdict STRING, explanation STRING"),
  /** One row a fitted model. */
  MODELS(
      "snapshot_id BIGINT, run_id STRING, product STRING, as_of TIMESTAMP, model_id STRING,"
          + " kind STRING, parameters STRING, provenance STRING"),
  /** One row a publication that a port told of. */
  DELIVERIES(
      "snapshot_id BIGINT, run_id STRING, product STRING, port STRING, delivered_at TIMESTAMP"),
  /**
   * One row an identifier of a person who was erased, as a token; whatever snapshot there is, it
   * counts at once.
   */
  SUPPRESSED_PEOPLE("product STRING, token STRING, erased_at TIMESTAMP"),
  /** One row an evaluated rule. */
  QUALITY_RESULTS(
      "snapshot_id BIGINT, run_id STRING, product STRING, as_of TIMESTAMP, rule STRING,"
          + " dqdl STRING, scope STRING, severity STRING, outcome STRING, observed DOUBLE,"
          + " explanation STRING, measured_by STRING");

  private final String ddl;

  OperationsTable(String ddl) {
    this.ddl = ddl;
  }

  public StructType schema() {
    return StructType.fromDDL(ddl);
  }

  public ProductId id() {
    return new ProductId("operations", name().toLowerCase(Locale.ROOT));
  }
}
