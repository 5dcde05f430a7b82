package dev.jetbridge.jobs.features.training;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.FeatureStoreColumns;
import java.time.Duration;
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
 * <p>Two steps, so that who calls can keep what the first found, and has the features of one table
 * at a time; many tables in one plan cost more to plan than to run:
 *
 * <ol>
 *   <li>{@link #spans}: from when to when a record is first met by which label.
 *   <li>{@link #values}: the features of one table. Its records are read twice: their times, to
 *       know which one a label has, then the features of those. Each record is met by one label,
 *       and only records that are used are ever moved or sorted with their features.
 * </ol>
 *
 * <p>Source: the point-in-time query of the SageMaker developer guide, made with an aggregation
 * instead of a range join.
 */
public final class PointInTimeJoin {
  /** The column of {@link #values} with the name of an {@link Outcome}. */
  public static final String OUTCOME = "jetbridge:outcome";

  /** The column of {@link #values} with microseconds from the record used to the label. */
  public static final String AGE = "jetbridge:age";

  /**
   * The column of {@link #values} that says of the record used whether it could be read at the
   * label: false for one that was made later for an earlier instant.
   */
  public static final String KNOWN = "jetbridge:known";

  /** The column of {@link #values} with the event time of the record used. */
  public static final String EVENT_TIME = "jetbridge:event time";

  /** An event time has milliseconds: in the next one a label is after it for certain. */
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private static final String KEY = "jetbridge:key";
  private static final String AFTER = "jetbridge:after";
  private static final String UNTIL = "jetbridge:until";
  private static final String AT = "jetbridge:at";
  private static final String RECORD_KEY = "jetbridge:record key";
  private static final String RECORD_TIME = "jetbridge:record time";
  private static final String RECORD = "jetbridge:record";
  private static final String EVENT_TIME_TEXT = "jetbridge:event time as text";
  private static final String MET = "jetbridge:met";
  private static final String FEATURE = "jetbridge:feature ";

  private final String instant;
  private final String number;
  private final Eligibility eligibility;
  private final boolean few;

  /**
   * A join of labels.
   *
   * @param instant the column of the labels with their instant
   * @param number the column of the labels with a number that each has for itself, a bigint
   * @param few whether the keys and instants of the labels fit into the memory of every process
   */
  public PointInTimeJoin(String instant, String number, Eligibility eligibility, boolean few) {
    this.instant = instant;
    this.number = number;
    this.eligibility = eligibility;
    this.few = few;
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
   * One row a label: its key and number, its instant, and that of the label before it of the same
   * key. A record that counts from an instant after that one on is met by this label first.
   *
   * @param labelKey the column of the labels with the key
   */
  public Dataset<Row> spans(Dataset<Row> labels, String labelKey) {
    return labels
        .select(key(quoted(labelKey)).as(KEY), quoted(instant).as(UNTIL), quoted(number))
        .withColumn(AFTER, lag(quoted(UNTIL), 1).over(ofKey()));
  }

  /** The labels of a key in the order of their instants; of equal ones, the first meets all. */
  private WindowSpec ofKey() {
    return Window.partitionBy(quoted(KEY)).orderBy(quoted(UNTIL), quoted(number));
  }

  /**
   * One row a label with its number, {@link #OUTCOME} and, where a record is used, its features,
   * {@link #EVENT_TIME}, {@link #AGE} and {@link #KNOWN}. Of records that are alike but for their
   * features the one with the greatest counts, compared in the order asked for.
   *
   * @param spans what {@link #spans} found for the table's key
   * @param together the name of a column added; the rows of a value come in one partition, in the
   *     order of the numbers
   * @param value of that column, made from the number
   */
  public Dataset<Row> values(
      Dataset<Row> spans, FeatureTable table, String together, Column value) {
    Dataset<Row> found =
        records(table, fields(table))
            .join(
                sent(newest(spans, table)),
                quoted(RECORD_KEY)
                    .equalTo(quoted(KEY))
                    .and(quoted(RECORD_TIME).equalTo(quoted(EVENT_TIME)))
                    .and(quoted(AT).leq(quoted(UNTIL))))
            .select(quoted(number), record(table).as(RECORD));
    Dataset<Row> none =
        spans.select(
            quoted(number), lit(null).cast(found.schema().apply(RECORD).dataType()).as(RECORD));
    return found
        .unionByName(none)
        .withColumn(together, value)
        .repartition(quoted(together))
        .groupBy(quoted(together), quoted(number))
        .agg(max(quoted(RECORD)).as(RECORD))
        .withColumn(OUTCOME, outcome())
        .withColumn(RECORD, when(quoted(OUTCOME).equalTo(Outcome.USED.name()), quoted(RECORD)))
        .select(
            Stream.concat(
                    Stream.of(
                        quoted(together),
                        quoted(number),
                        quoted(OUTCOME),
                        field(EVENT_TIME),
                        field(AGE),
                        field(KNOWN)),
                    table.features().stream().map(f -> field(FEATURE + f, table.column(f))))
                .toArray(Column[]::new));
  }

  /** One row a label with a record: its span and the event time of the record. */
  private Dataset<Row> newest(Dataset<Row> spans, FeatureTable table) {
    Dataset<Row> met =
        records(table, Stream.of())
            .join(
                sent(spans),
                quoted(RECORD_KEY)
                    .equalTo(quoted(KEY))
                    .and(quoted(AT).leq(quoted(UNTIL)))
                    .and(quoted(AFTER).isNull().or(quoted(AT).gt(quoted(AFTER)))))
            .groupBy(quoted(number).as(MET))
            .agg(max(quoted(RECORD_TIME)).as(EVENT_TIME));
    return spans
        .join(met, quoted(number).equalTo(quoted(MET)), "left_outer")
        .drop(MET, AFTER)
        .withColumn(
            EVENT_TIME,
            max(quoted(EVENT_TIME))
                .over(ofKey().rowsBetween(Window.unboundedPreceding(), Window.currentRow())))
        .filter(quoted(EVENT_TIME).isNotNull());
  }

  /** Few labels go to where the records are; no record that is not used is moved. */
  private Dataset<Row> sent(Dataset<Row> labels) {
    return few ? broadcast(labels) : labels;
  }

  /**
   * One row a record with its key, its event time and the instant from which it counts. With
   * write_time in play a record may count later than one of a later event time, so the last to
   * count is not always the current one.
   */
  private Dataset<Row> records(FeatureTable table, Stream<Column> more) {
    Column eventTime = instant(quoted(table.eventTime()));
    Column counts = eligibility.strictlyAfter() ? eventTime.plus(lit(MILLISECOND)) : eventTime;
    return table
        .records()
        .select(
            Stream.concat(
                    Stream.of(
                        key(quoted(table.recordIdentifier())).as(RECORD_KEY),
                        eventTime.as(RECORD_TIME),
                        (eligibility.readableOnly()
                                ? greatest(counts, time(FeatureStoreColumns.WRITE_TIME))
                                : counts)
                            .as(AT)),
                    more)
                .toArray(Column[]::new));
  }

  private static Stream<Column> fields(FeatureTable table) {
    return Stream.concat(
        Stream.of(
            time(FeatureStoreColumns.API_INVOCATION_TIME)
                .as(FeatureStoreColumns.API_INVOCATION_TIME),
            time(FeatureStoreColumns.WRITE_TIME).as(FeatureStoreColumns.WRITE_TIME),
            coalesce(quoted(FeatureStoreColumns.IS_DELETED), lit(false))
                .as(FeatureStoreColumns.IS_DELETED),
            quoted(table.eventTime()).as(EVENT_TIME_TEXT)),
        table.features().stream().map(f -> quoted(f).as(FEATURE + f)));
  }

  /**
   * A record at a label. The greatest of those of one event time is the current one, its first
   * fields decide; age and event time are then alike, and what was known follows from write_time.
   */
  private static Column record(FeatureTable table) {
    Column known = quoted(FeatureStoreColumns.WRITE_TIME).leq(quoted(UNTIL));
    Column age = unix_micros(quoted(UNTIL)).minus(unix_micros(quoted(RECORD_TIME)));
    return struct(
        Stream.concat(
                Stream.of(
                    quoted(FeatureStoreColumns.API_INVOCATION_TIME),
                    quoted(FeatureStoreColumns.WRITE_TIME),
                    quoted(FeatureStoreColumns.IS_DELETED),
                    quoted(EVENT_TIME_TEXT),
                    quoted(RECORD_TIME).as(EVENT_TIME),
                    age.as(AGE),
                    coalesce(known, lit(false)).as(KNOWN)),
                table.features().stream().map(f -> quoted(FEATURE + f)))
            .toArray(Column[]::new));
  }

  private Column outcome() {
    Column old =
        eligibility
            .greatestAge()
            .map(age -> field(AGE).gt(lit(age.toMillis() * 1000)))
            .orElseGet(() -> lit(false));
    return when(quoted(RECORD).isNull(), Outcome.NONE.name())
        .when(field(FeatureStoreColumns.IS_DELETED), Outcome.DELETED.name())
        .when(old, Outcome.TOO_OLD.name())
        .otherwise(Outcome.USED.name());
  }

  private static Column field(String name) {
    return field(name, name);
  }

  private static Column field(String name, String as) {
    return quoted(RECORD).getField(name).as(as);
  }

  /** Tables may differ in the type of their identifiers; as text they are alike. */
  private static Column key(Column identifier) {
    return identifier.cast("string");
  }

  private static Column time(String column) {
    return quoted(column).cast("timestamp");
  }

  /**
   * An event time, ISO 8601 text in UTC, as an instant. The session is UTC, too: Spark would
   * compile a regular expression for each zone it reads.
   */
  public static Column instant(Column eventTime) {
    return substring_index(eventTime, "Z", 1).cast("timestamp");
  }

  private static Column quoted(String column) {
    return col("`" + column.replace("`", "``") + "`");
  }
}
