package dev.jetbridge.jobs.features.training;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.FeatureStoreColumns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The rows of a training set: the columns of the labels as they were, then a column a feature,
 * {@code <product>__<feature>}. A feature is null where no record was found, where the record found
 * is a deletion, and where its event time is older than the greatest age allowed.
 */
public final class TrainingRows {
  private final String instant;
  private final Optional<Duration> greatestAge;

  /**
   * Rows of labels that were joined.
   *
   * @param instant the column of the labels with their instant
   */
  public TrainingRows(String instant, Optional<Duration> greatestAge) {
    this.instant = instant;
    this.greatestAge = greatestAge;
  }

  /** What became of a label at one feature group. */
  public enum Outcome {
    /** A record was found and its values are used. */
    USED,
    /** No record has an event time at or before the label. */
    NONE,
    /** The current record is a deletion. */
    DELETED,
    /** The current record is older than allowed. */
    TOO_OLD
  }

  /**
   * The training set.
   *
   * @param joined labels as {@link PointInTimeJoin} returns them
   * @param kept the columns of the labels to keep, in their order
   */
  public Dataset<Row> transform(Dataset<Row> joined, List<String> kept, List<FeatureTable> tables) {
    Dataset<Row> usable =
        joined.select(
            Stream.concat(
                    kept.stream().map(TrainingRows::column),
                    tables.stream()
                        .map(
                            t ->
                                when(has(t, Outcome.USED), col(t.recordColumn()))
                                    .as(t.recordColumn())))
                .toArray(Column[]::new));
    return usable.select(
        Stream.concat(
                kept.stream().map(TrainingRows::column), tables.stream().flatMap(this::features))
            .toArray(Column[]::new));
  }

  /** Whether that became of a label; never null. */
  public Column has(FeatureTable table, Outcome outcome) {
    Column record = col(table.recordColumn());
    Column found = record.isNotNull();
    Column deleted =
        functions.coalesce(record.getField(FeatureStoreColumns.IS_DELETED), lit(false));
    Column old =
        greatestAge
            .map(age -> functions.coalesce(age(table).gt(age.toMillis() * 1000), lit(false)))
            .orElse(lit(false));
    return switch (outcome) {
      case USED -> found.and(deleted.unary_$bang()).and(old.unary_$bang());
      case NONE -> found.unary_$bang();
      case DELETED -> deleted;
      case TOO_OLD -> deleted.unary_$bang().and(old);
    };
  }

  /** Microseconds from the event time of the record found to the label; null without one. */
  public Column age(FeatureTable table) {
    return functions
        .unix_micros(col("`" + instant + "`"))
        .minus(
            functions.unix_micros(col(table.recordColumn()).getField(PointInTimeJoin.EVENT_TIME)));
  }

  private Stream<Column> features(FeatureTable table) {
    return table.features().stream()
        .map(f -> col(table.recordColumn()).getField(table.column(f)).as(table.column(f)));
  }

  private static Column column(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
