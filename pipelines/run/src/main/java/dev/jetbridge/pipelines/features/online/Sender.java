package dev.jetbridge.pipelines.features.online;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.jobs.features.store.OnlineRecords;
import dev.jetbridge.pipelines.operations.OnlineRecordColumns;
import dev.jetbridge.pipelines.operations.OperationsTable;
import dev.jetbridge.pipelines.operations.RunKey;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;

/**
 * Sends changes from the workers, and tells of each what operations.online_records shall have of
 * it. At most {@code TASKS * AT_ONCE} records are on their way at the same time, however many
 * workers there are.
 */
record Sender(OnlineGroup group, OnlineRow rows, RunKey publication) {
  private static final int TASKS = 4;
  private static final int AT_ONCE = 8;

  private static final Encoder<Row> ROWS = Encoders.row(OnlineRecordColumns.withoutRun());

  /** What is noted before anything is sent. */
  Dataset<Row> begun(Dataset<Row> changes) {
    MapFunction<Row, Row> begun = rows::begun;
    return ofRun(changes.map(begun, ROWS));
  }

  /**
   * What is noted after: who asks for the rows sends them. To send a record again, should a worker
   * be lost, does no harm.
   *
   * @param failures gets why some were left
   */
  Dataset<Row> ended(Dataset<Row> changes, CollectionAccumulator<JetbridgeException> failures) {
    return ofRun(
        changes
            .repartition(TASKS, col(OnlineRecords.RECORD_IDENTIFIER))
            .mapPartitions(new SendRecords(group, AT_ONCE, rows, failures), ROWS));
  }

  private Dataset<Row> ofRun(Dataset<Row> rows) {
    return publication.rows(OperationsTable.ONLINE_RECORDS, rows);
  }
}
