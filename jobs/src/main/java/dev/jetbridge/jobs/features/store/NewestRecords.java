package dev.jetbridge.jobs.features.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * One record a record identifier: that of the latest event time, in the types of Feature Store, see
 * {@link FeatureRecords}. A record that has expired is none.
 *
 * @param timeToLive how long after its event time a record lives; empty for ever
 */
public record NewestRecords(FeatureRecords records, Optional<Duration> timeToLive, Instant now) {
  private static final String ROW = "row";

  /** The features of the newest row of each record identifier. */
  public Dataset<Row> transform(Dataset<Row> rows) {
    Column values =
        struct(Arrays.stream(rows.columns()).map(functions::col).toArray(Column[]::new));
    return alive(rows)
        .groupBy(col(records.recordIdentifier()))
        .agg(max(struct(col(records.eventTime()), values.as(ROW))).getField(ROW).as(ROW))
        .select(
            Arrays.stream(rows.columns())
                .map(c -> col(ROW).getField(c).as(c))
                .toArray(Column[]::new))
        .transform(records::transform);
  }

  /** Event times are rounded down to milliseconds. Compared as they are, so partitions are left. */
  private Dataset<Row> alive(Dataset<Row> rows) {
    return timeToLive
        .map(
            t ->
                rows.filter(
                    col(records.eventTime()).gt(lit(Timestamp.from(now.minus(t).plusMillis(1))))))
        .orElse(rows);
  }
}
