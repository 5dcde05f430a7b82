package dev.jetbridge.jobs.features.store;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;

/**
 * One record a record identifier and event time: the columns of a product in the types of Feature
 * Store. An instant becomes text in ISO 8601, UTC: the event time with milliseconds, rounded down,
 * which is all that Feature Store allows there, any other with microseconds. A boolean becomes 1 or
 * 0, a date its ISO text, a decimal the nearest double. Null stays null. Of two rows within a
 * millisecond the later one is the record: Feature Store could not tell them apart.
 */
public record FeatureRecords(StructType features, String recordIdentifier, String eventTime) {
  private static final String MILLISECONDS = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
  private static final String MICROSECONDS = "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'";
  private static final String ROW = "row";

  /** The features of the rows, in their order. */
  public Dataset<Row> transform(Dataset<Row> rows) {
    Column values =
        struct(
            Arrays.stream(features.fields())
                .map(f -> value(f, rows.schema().apply(f.name()).dataType()).as(f.name()))
                .toArray(Column[]::new));
    return rows.groupBy(col(recordIdentifier), eventTimeText(col(eventTime)))
        .agg(max(struct(col(eventTime), values.as(ROW))).getField(ROW).as(ROW))
        .select(
            Arrays.stream(features.fieldNames())
                .map(f -> col(ROW).getField(f).as(f))
                .toArray(Column[]::new));
  }

  /** An event time as the store writes it. */
  public static Column eventTimeText(Column instant) {
    return date_format(instant, MILLISECONDS);
  }

  private Column value(StructField feature, DataType from) {
    Column column = col(feature.name());
    if (feature.name().equals(eventTime)) {
      return eventTimeText(column);
    }
    return from instanceof TimestampType && feature.dataType() instanceof StringType
        ? date_format(column, MICROSECONDS)
        : column.cast(feature.dataType());
  }
}
