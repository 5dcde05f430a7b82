package dev.jetbridge.pipelines.features.online;

import dev.jetbridge.contracts.JetbridgeException;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Sends the records of a task and says what became of each. Once the service fails for good, the
 * rest is left as it was before.
 */
final class SendRecords implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final OnlineGroup group;
  private final int atOnce;
  private final OnlineRow rows;
  private final CollectionAccumulator<JetbridgeException> failures;

  /**
   * @param atOnce how many records a task sends at the same time
   * @param failures gets why a task left the rest
   */
  SendRecords(
      OnlineGroup group,
      int atOnce,
      OnlineRow rows,
      CollectionAccumulator<JetbridgeException> failures) {
    this.group = group;
    this.atOnce = atOnce;
    this.rows = rows;
    this.failures = failures;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> changes) {
    Sending sending = new Sending(new OnlineCalls(group), atOnce, rows, changes, failures::add);
    TaskCompletionListener close = context -> sending.close();
    TaskContext.get().addTaskCompletionListener(close);
    return sending;
  }
}
