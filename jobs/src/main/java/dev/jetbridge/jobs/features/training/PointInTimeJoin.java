package dev.jetbridge.jobs.features.training;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.FeatureStoreColumns;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataType;

/**
 * Gives each label the features of the record that was current at the label's instant: the one with
 * the latest event time not after it; of several with the same event time the one with the latest
 * api_invocation_time, then write_time. The record counts whole: a feature that is null in it is
 * null, whatever an older record says. Features are null where there is no record, where the record
 * is a deletion, and where its event time is older than the greatest age allowed.
 *
 * <p>Three steps, so that who calls can keep what a step found before the next is planned, and has
 * the features of one table at a time; many tables in one plan cost more to plan than to run:
 *
 * <ol>
 *   <li>{@link #current}: which record it is. One window for all tables, over the times of the
 *       records and the labels' instants, sorted: no label meets all records of its key, and no
 *       feature is sorted.
 *   <li>{@link #features}: the features of those records, a table at a time.
 *   <li>{@link #join}: beside the labels. Labels that are equal stay as many rows as they were.
 * </ol>
 *
 * <p>Source: the point-in-time query of the SageMaker developer guide, made with union and window
 * instead of a range join.
 */
public final class PointInTimeJoin {
  /**
   * The column of {@link #current} with the place of the table among those asked for, from 0. It is
   * text: a number would stand in the code that Spark makes of each table's part of the plan, and
   * the code of each would be compiled anew.
   */
  public static final String TABLE = "jetbridge:table";

  /** The column of {@link #current} with the name of an {@link Outcome}. */
  public static final String OUTCOME = "jetbridge:outcome";

  /** The column of {@link #current} with the number of labels of the key and instant. */
  public static final String LABELS = "jetbridge:labels";

  /** The column of {@link #current} with microseconds from the record used to the label. */
  public static final String AGE = "jetbridge:age";

  /**
   * The column of {@link #current} that says of the record used whether it could be read at the
   * label: false for one that was made later for an earlier instant.
   */
  public static final String KNOWN = "jetbridge:known";

  /** The column of {@link #times} with the event time of the record used. */
  public static final String RECORD_TIME = "event_time";

  /** The column of {@link #times} with what {@link #KNOWN} says. */
  public static final String RECORD_KNOWN = "known";

  /** An event time has milliseconds: in the next one a label is after it for certain. */
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private static final String KEY = "jetbridge:key";
  private static final String LABEL_KEY = "jetbridge:label key";
  private static final String AT = "jetbridge:at";
  private static final String LAST = "jetbridge:last";
  private static final String RECORD = "jetbridge:record";
  private static final String EVENT_TIME = "jetbridge:event time";
  private static final String EVENT_TIME_TEXT = "jetbridge:event time as text";

  /** What tells a record from the others of its identifier. */
  private static final List<String> IDENTITY =
      List.of(
          FeatureStoreColumns.API_INVOCATION_TIME,
          FeatureStoreColumns.WRITE_TIME,
          FeatureStoreColumns.IS_DELETED,
          EVENT_TIME_TEXT);

  private final String instant;
  private final Eligibility eligibility;

  /**
   * A join of labels.
   *
   * @param instant the column of the labels with their instant
   */
  public PointInTimeJoin(String instant, Eligibility eligibility) {
    this.instant = instant;
    this.eligibility = eligibility;
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
   * One row a table, key and instant of labels: how many labels have them, what became of them,
   * and, where a record is used, its age and which record it is.
   */
  public Dataset<Row> current(Dataset<Row> labels, List<FeatureTable> tables) {
    Dataset<Row> timeline =
        tables.stream()
            .map(FeatureTable::labelKey)
            .distinct()
            .map(labelKey -> timeline(labels, labelKey, tables))
            .reduce(Dataset::unionByName)
            .orElseThrow();
    WindowSpec untilNow =
        Window.partitionBy(quoted(KEY), quoted(TABLE))
            .orderBy(quoted(AT), quoted(LABELS).asc_nulls_first())
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column used = quoted(OUTCOME).equalTo(Outcome.USED.name());
    return timeline
        .withColumn(RECORD, max(quoted(RECORD)).over(untilNow))
        .filter(quoted(LABELS).isNotNull())
        .withColumn(OUTCOME, outcome())
        .select(
            quoted(TABLE),
            quoted(KEY),
            quoted(AT),
            quoted(LABELS),
            quoted(OUTCOME),
            when(used, age()).as(AGE),
            when(used, known()).as(KNOWN),
            when(used, quoted(RECORD)).as(RECORD));
  }

  /**
   * One row a key and instant with a record to use, with its {@link #RECORD_TIME} and {@link
   * #RECORD_KNOWN} where {@link #features} has the features.
   */
  public static Dataset<Row> times(Dataset<Row> current, FeatureTable table, int place) {
    return used(current, place)
        .select(
            quoted(KEY),
            quoted(AT),
            struct(
                    quoted(RECORD).getField(EVENT_TIME).as(RECORD_TIME),
                    quoted(KNOWN).as(RECORD_KNOWN))
                .as(table.record()));
  }

  /**
   * One row a key and instant with a record to use, with its features in one column. Of records
   * that are alike but for their features the one with the greatest counts, compared in the order
   * asked for.
   *
   * @param current what {@link #current} found
   * @param table its place among the tables
   */
  public static Dataset<Row> features(Dataset<Row> current, List<FeatureTable> tables, int table) {
    FeatureTable wanted = tables.get(table);
    Dataset<Row> used =
        used(current, table).select(quoted(KEY).as(LABEL_KEY), quoted(AT), quoted(RECORD));
    Dataset<Row> records =
        wanted
            .records()
            .select(
                Stream.of(
                        Stream.of(identifier(wanted).as(KEY)),
                        identity(wanted),
                        Stream.of(struct(values(wanted)).as(wanted.record())))
                    .flatMap(columns -> columns)
                    .toArray(Column[]::new));
    Column same = quoted(KEY).equalTo(quoted(LABEL_KEY));
    for (String field : IDENTITY) {
      same = same.and(quoted(field).eqNullSafe(quoted(RECORD).getField(field)));
    }
    return records
        .join(used, same)
        .groupBy(quoted(KEY), quoted(AT))
        .agg(max(quoted(wanted.record())).as(wanted.record()));
  }

  private static Dataset<Row> used(Dataset<Row> current, int table) {
    return current.filter(quoted(TABLE).equalTo(text(table)).and(quoted(RECORD).isNotNull()));
  }

  /**
   * The labels with one more column, the features of the record used, null without: see {@link
   * FeatureTable#value}.
   *
   * @param features what {@link #features} found for the table
   */
  public Dataset<Row> join(Dataset<Row> labels, FeatureTable table, Dataset<Row> features) {
    Column same =
        key(quoted(table.labelKey())).equalTo(quoted(KEY)).and(quoted(instant).equalTo(quoted(AT)));
    return labels.join(features, same, "left_outer").drop(KEY, AT);
  }

  /**
   * The records of the tables with one key of the labels, and the labels at each of the tables. A
   * record that counts after the last label of its key is nobody's.
   */
  private Dataset<Row> timeline(Dataset<Row> labels, String labelKey, List<FeatureTable> tables) {
    int[] places =
        IntStream.range(0, tables.size())
            .filter(i -> tables.get(i).labelKey().equals(labelKey))
            .toArray();
    Dataset<Row> points =
        labels
            .groupBy(key(quoted(labelKey)).as(KEY), quoted(instant).as(AT))
            .agg(count(lit(1)).as(LABELS));
    Dataset<Row> records =
        IntStream.of(places)
            .mapToObj(i -> records(tables.get(i), i))
            .reduce(Dataset::unionByName)
            .orElseThrow();
    DataType record = records.schema().apply(RECORD).dataType();
    Dataset<Row> last = points.groupBy(quoted(KEY).as(LABEL_KEY)).agg(max(quoted(AT)).as(LAST));
    return records
        .join(last, quoted(KEY).equalTo(quoted(LABEL_KEY)).and(quoted(AT).leq(quoted(LAST))))
        .select(quoted(KEY), quoted(AT), quoted(LABELS), quoted(TABLE), quoted(RECORD))
        .unionByName(
            points
                .withColumn(
                    TABLE,
                    explode(
                        array(
                            IntStream.of(places)
                                .mapToObj(PointInTimeJoin::text)
                                .toArray(Column[]::new))))
                .withColumn(RECORD, lit(null).cast(record)));
  }

  /**
   * One row a record and the instant from which it counts. The greatest of the records that count
   * already is the current one: its first fields decide. With write_time in play a record may count
   * later than one of a later event time, so the last to count is not always the current one.
   */
  private Dataset<Row> records(FeatureTable table, int place) {
    Column eventTime = instant(quoted(table.eventTime()));
    Column writeTime = quoted(FeatureStoreColumns.WRITE_TIME).cast("timestamp");
    Column counts = eligibility.strictlyAfter() ? eventTime.plus(lit(MILLISECOND)) : eventTime;
    return table
        .records()
        .select(
            identifier(table).as(KEY),
            (eligibility.readableOnly() ? greatest(counts, writeTime) : counts).as(AT),
            lit(null).cast("bigint").as(LABELS),
            text(place).as(TABLE),
            struct(
                    Stream.concat(Stream.of(eventTime.as(EVENT_TIME)), identity(table))
                        .toArray(Column[]::new))
                .as(RECORD));
  }

  private static Column text(int place) {
    return lit(Integer.toString(place));
  }

  private static Column identifier(FeatureTable table) {
    return key(quoted(table.recordIdentifier()));
  }

  /** Tables may differ in the type of their identifiers; as text they share a column. */
  private static Column key(Column identifier) {
    return identifier.cast("string");
  }

  /** The columns named in {@link #IDENTITY}. */
  private static Stream<Column> identity(FeatureTable table) {
    return Stream.of(
        quoted(FeatureStoreColumns.API_INVOCATION_TIME)
            .cast("timestamp")
            .as(FeatureStoreColumns.API_INVOCATION_TIME),
        quoted(FeatureStoreColumns.WRITE_TIME).cast("timestamp").as(FeatureStoreColumns.WRITE_TIME),
        coalesce(quoted(FeatureStoreColumns.IS_DELETED), lit(false))
            .as(FeatureStoreColumns.IS_DELETED),
        quoted(table.eventTime()).as(EVENT_TIME_TEXT));
  }

  private static Column[] values(FeatureTable table) {
    return table.features().stream().map(f -> quoted(f).as(f)).toArray(Column[]::new);
  }

  private Column outcome() {
    Column record = quoted(RECORD);
    Column old =
        eligibility
            .greatestAge()
            .map(age -> age().gt(lit(age.toMillis() * 1000)))
            .orElseGet(() -> lit(false));
    return when(record.isNull(), Outcome.NONE.name())
        .when(record.getField(FeatureStoreColumns.IS_DELETED), Outcome.DELETED.name())
        .when(old, Outcome.TOO_OLD.name())
        .otherwise(Outcome.USED.name());
  }

  private static Column known() {
    return coalesce(
        quoted(RECORD).getField(FeatureStoreColumns.WRITE_TIME).leq(quoted(AT)), lit(false));
  }

  private static Column age() {
    return unix_micros(quoted(AT)).minus(unix_micros(quoted(RECORD).getField(EVENT_TIME)));
  }

  /**
   * An event time, ISO 8601 text in UTC, as an instant. The session is UTC, too: Spark would
   * compile a regular expression for each zone it reads.
   */
  public static Column instant(Column eventTime) {
    return substring_index(eventTime, "Z", 1).cast("timestamp");
  }

  private static Column quoted(String column) {
    return col(name(column));
  }

  private static String name(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
