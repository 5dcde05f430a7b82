package dev.jetbridge.quality.observation;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/**
 * Rows that measure themselves while they are written. Write {@link #rows()} once, with no exchange
 * or sort between here and the files, and ask for the metrics when the write has succeeded.
 */
public final class ObservedWrite {
  private final Dataset<Row> rows;
  private final Observation observation;
  private final ObservationPlan plan;

  public ObservedWrite(Dataset<Row> rows, Observation observation, ObservationPlan plan) {
    this.rows = rows;
    this.observation = observation;
    this.plan = plan;
  }

  /** The rows to write, unchanged. */
  public Dataset<Row> rows() {
    return rows;
  }

  /**
   * What the write measured. Empty when Spark does not deliver it in time (a plan that it found to
   * be empty never does), or when the number of rows that passed by is not the number that the
   * snapshot says were added, which a repeated stage or a sort causes: then the table must be read.
   */
  public Optional<ObservedMetrics> metrics(long addedRecords, Duration timeout) {
    return delivered(timeout)
        .filter(plan::isCoveredBy)
        .map(plan::metrics)
        .filter(metrics -> metrics.rows() == addedRecords);
  }

  /** Waits in a thread of its own, since Spark offers no wait with an end. */
  private Optional<Map<String, Object>> delivered(Duration timeout) {
    FutureTask<Map<String, Object>> delivery = new FutureTask<>(observation::getAsJava);
    Thread waiting = new Thread(delivery, "observed-metrics");
    waiting.setDaemon(true);
    waiting.start();
    try {
      return Optional.of(delivery.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      delivery.cancel(true);
    }
  }
}
