package dev.jetbridge.jobs.features.training;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import dev.jetbridge.contracts.FeatureStoreColumns;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Finds for each label the record of each feature group that was current at the label's instant:
 * the one with the latest event time not after it; of several with the same event time the one with
 * the latest api_invocation_time, then write_time. The record counts whole: a feature that is null
 * in it is null, whatever an older record says.
 *
 * <p>Each group costs one window over its records and the labels' instants, sorted by time, however
 * many features are asked for: no label meets all records of its key. Labels that are equal stay as
 * many rows as they were. Source: union and window instead of a range join, as the SageMaker
 * developer guide's point-in-time query does with a join.
 */
public final class PointInTimeJoin {
  /** When the record's values held, as an instant. */
  static final String EVENT_TIME = "event_time";

  private static final String KEY = "key";
  private static final String AT = "at";
  private static final String IS_LABEL = "is_label";
  private static final String RECORD = "record";

  private final String instant;
  private final boolean readableOnly;

  /**
   * A join of labels.
   *
   * @param instant the column of the labels with their instant; not null
   * @param readableOnly whether a record counts only from its write_time on, as if the training set
   *     had been made at the instant of each label
   */
  public PointInTimeJoin(String instant, boolean readableOnly) {
    this.instant = instant;
    this.readableOnly = readableOnly;
  }

  /**
   * The labels with a column a table: the record found, with its event time, whether it is a
   * deletion, and the features; null when there is none.
   */
  public Dataset<Row> transform(Dataset<Row> labels, List<FeatureTable> tables) {
    Dataset<Row> joined = labels;
    for (FeatureTable table : tables) {
      Dataset<Row> found = found(labels, table);
      joined =
          joined
              .join(
                  found,
                  joined
                      .col(quoted(table.labelKey()))
                      .equalTo(found.col(KEY))
                      .and(joined.col(quoted(instant)).equalTo(found.col(AT))),
                  "left_outer")
              .drop(found.col(KEY))
              .drop(found.col(AT));
    }
    return joined;
  }

  /** One row a key and instant of a label. */
  private Dataset<Row> found(Dataset<Row> labels, FeatureTable table) {
    Dataset<Row> points =
        labels
            .select(col(quoted(table.labelKey())).as(KEY), col(quoted(instant)).as(AT))
            .distinct();
    Dataset<Row> records = records(table);
    Dataset<Row> timeline =
        records
            .join(
                points.select(col(KEY)).distinct(),
                records.col(KEY).equalTo(points.col(KEY)),
                "left_semi")
            .unionByName(
                points.select(
                    col(KEY),
                    col(AT),
                    lit(true).as(IS_LABEL),
                    lit(null).cast(records.schema().apply(RECORD).dataType()).as(RECORD)));
    WindowSpec untilNow =
        Window.partitionBy(KEY)
            .orderBy(col(AT), col(IS_LABEL))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    return timeline
        .withColumn(RECORD, max(col(RECORD)).over(untilNow))
        .filter(col(IS_LABEL))
        .select(col(KEY), col(AT), col(RECORD).as(table.recordColumn()));
  }

  /**
   * One row a record and the instant from which it counts. The greatest of the records that count
   * already is the current one: its first fields decide. With write_time in play a record may count
   * later than one of a later event time, so the last to count is not always the current one.
   */
  private Dataset<Row> records(FeatureTable table) {
    Column eventTime = col(quoted(table.eventTime())).cast("timestamp");
    Column writeTime = col(FeatureStoreColumns.WRITE_TIME).cast("timestamp");
    Column record =
        struct(
            Stream.concat(
                    Stream.of(
                        eventTime.as(EVENT_TIME),
                        col(FeatureStoreColumns.API_INVOCATION_TIME)
                            .cast("timestamp")
                            .as(FeatureStoreColumns.API_INVOCATION_TIME),
                        writeTime.as(FeatureStoreColumns.WRITE_TIME),
                        coalesce(col(FeatureStoreColumns.IS_DELETED), lit(false))
                            .as(FeatureStoreColumns.IS_DELETED)),
                    table.features().stream().map(f -> col(quoted(f)).as(table.column(f))))
                .toArray(Column[]::new));
    return table
        .records()
        .select(
            col(quoted(table.recordIdentifier())).as(KEY),
            (readableOnly ? greatest(eventTime, writeTime) : eventTime).as(AT),
            lit(false).as(IS_LABEL),
            record.as(RECORD));
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
