package dev.jetbridge.jobs.features.training;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.rtrim;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.FeatureStoreColumns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Gives each label the features of the record that was current at the label's instant: the one with
 * the latest event time not after it; of several with the same event time the one with the latest
 * api_invocation_time, then write_time. The record counts whole: a feature that is null in it is
 * null, whatever an older record says. Features are null where there is no record, where the record
 * is a deletion, and where its event time is older than the greatest age allowed.
 *
 * <p>Each group costs one window over its records and the labels' instants, sorted by time, however
 * many features are asked for: no label meets all records of its key. Labels that are equal stay as
 * many rows as they were. Source: the point-in-time query of the SageMaker developer guide, made
 * with union and window instead of a range join.
 */
public final class PointInTimeJoin {
  private static final String KEY = "jetbridge:key";
  private static final String AT = "jetbridge:at";
  private static final String IS_LABEL = "jetbridge:is label";
  private static final String RECORD = "jetbridge:record";
  private static final String EVENT_TIME = "jetbridge:event time";

  private final String instant;
  private final Optional<Duration> greatestAge;
  private final boolean readableOnly;

  /**
   * A join of labels.
   *
   * @param instant the column of the labels with their instant
   * @param greatestAge how old a value may be at its label; empty for any age
   * @param readableOnly whether a record counts only from its write_time on, as if the training set
   *     had been made at the instant of each label
   */
  public PointInTimeJoin(String instant, Optional<Duration> greatestAge, boolean readableOnly) {
    this.instant = instant;
    this.greatestAge = greatestAge;
    this.readableOnly = readableOnly;
  }

  /** What became of a label at one feature group. */
  public enum Outcome {
    /** Its features are those of a record. */
    USED,
    /** No record has an event time at or before the label. */
    NONE,
    /** The current record is a deletion. */
    DELETED,
    /** The current record is older than allowed. */
    TOO_OLD
  }

  /**
   * The labels with, for each table, the outcome, and the age in microseconds and the features of
   * the record, null unless used: see {@link FeatureTable}.
   *
   * @param checkpoint cuts the lineage of what was found in one group: many groups in one plan cost
   *     more to plan than to run
   */
  public Dataset<Row> transform(
      Dataset<Row> labels, List<FeatureTable> tables, UnaryOperator<Dataset<Row>> checkpoint) {
    Dataset<Row> joined = labels;
    for (FeatureTable table : tables) {
      Dataset<Row> found = checkpoint.apply(found(labels, table));
      joined =
          joined
              .join(
                  found,
                  joined
                      .col(quoted(table.labelKey()))
                      .equalTo(found.col(quoted(KEY)))
                      .and(joined.col(quoted(instant)).equalTo(found.col(quoted(AT)))),
                  "left_outer")
              .drop(found.col(quoted(KEY)))
              .drop(found.col(quoted(AT)));
    }
    return joined;
  }

  /**
   * One row a key and instant of a label. What became of it is settled here and the features stay
   * together, so that each of the joins that follow carries three columns, however many features.
   */
  private Dataset<Row> found(Dataset<Row> labels, FeatureTable table) {
    Dataset<Row> points =
        labels
            .select(col(quoted(table.labelKey())).as(KEY), col(quoted(instant)).as(AT))
            .distinct();
    Dataset<Row> records = records(table);
    Dataset<Row> timeline =
        records
            .join(
                points.select(col(quoted(KEY))).distinct(),
                records.col(quoted(KEY)).equalTo(points.col(quoted(KEY))),
                "left_semi")
            .unionByName(
                points.select(
                    col(quoted(KEY)),
                    col(quoted(AT)),
                    lit(true).as(IS_LABEL),
                    lit(null).cast(records.schema().apply(RECORD).dataType()).as(RECORD)));
    WindowSpec untilNow =
        Window.partitionBy(col(quoted(KEY)))
            .orderBy(col(quoted(AT)), col(quoted(IS_LABEL)))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    return timeline
        .withColumn(RECORD, max(col(quoted(RECORD))).over(untilNow))
        .filter(col(quoted(IS_LABEL)))
        .withColumn(table.outcome(), outcome())
        .select(
            col(quoted(KEY)),
            col(quoted(AT)),
            col(quoted(table.outcome())),
            when(used(table), age()).as(table.age()),
            when(used(table), col(quoted(RECORD))).as(table.record()));
  }

  private static Column used(FeatureTable table) {
    return col(quoted(table.outcome())).equalTo(Outcome.USED.name());
  }

  private Column outcome() {
    Column record = col(quoted(RECORD));
    Column old =
        greatestAge.map(age -> age().gt(lit(age.toMillis() * 1000))).orElseGet(() -> lit(false));
    return when(record.isNull(), Outcome.NONE.name())
        .when(record.getField(FeatureStoreColumns.IS_DELETED), Outcome.DELETED.name())
        .when(old, Outcome.TOO_OLD.name())
        .otherwise(Outcome.USED.name());
  }

  private static Column age() {
    return unix_micros(col(quoted(AT)))
        .minus(unix_micros(col(quoted(RECORD)).getField(EVENT_TIME)));
  }

  /**
   * One row a record and the instant from which it counts. The greatest of the records that count
   * already is the current one: its first fields decide. With write_time in play a record may count
   * later than one of a later event time, so the last to count is not always the current one.
   */
  private Dataset<Row> records(FeatureTable table) {
    Column eventTime = instant(col(quoted(table.eventTime())));
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
                    table.features().stream().map(f -> col(quoted(f)).as(f)))
                .toArray(Column[]::new));
    return table
        .records()
        .select(
            col(quoted(table.recordIdentifier())).as(KEY),
            (readableOnly ? greatest(eventTime, writeTime) : eventTime).as(AT),
            lit(false).as(IS_LABEL),
            record.as(RECORD));
  }

  /**
   * An event time, ISO 8601 text in UTC, as an instant. The session is UTC, too: Spark would
   * compile a regular expression for each zone it reads.
   */
  public static Column instant(Column eventTime) {
    return rtrim(eventTime, "Z").cast("timestamp");
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
