package dev.jetbridge.jobs.features.store;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.timestamp_millis;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * What an online store lacks to have the newest record of each record identifier. The service takes
 * a record only with a later event time than the one it has, so one that is to be corrected, or set
 * back, is deleted before. A record in which nothing differs but its event time, or how it was
 * made, stays as it is until half of its time to live has passed; then it is put again, so that it
 * does not expire while it holds.
 *
 * @param provenance features that only say how a record was made
 * @param timeToLive how long after its event time a record lives; empty for ever. A record that was
 *     sent with another one is sent again
 */
public record OnlineChanges(
    String recordIdentifier,
    String eventTime,
    Set<String> provenance,
    Optional<Duration> timeToLive,
    Instant now) {
  /** What is to be done. */
  public static final String ACTION = "action";

  /** The features of the newest record; null when there is none. */
  public static final String RECORD = "record";

  /** The row of what is remembered; null when nothing is. */
  public static final String STORED = "stored";

  /** Words of the action: nothing is. */
  public static final String KEEP = "keep";

  /** The record is put. */
  public static final String PUT = "put";

  /** What the store has is deleted, then the record is put. */
  public static final String REPLACE = "replace";

  /** What the store has is deleted. */
  public static final String DELETE = "delete";

  /** The store has nothing any more, so nothing needs to be remembered. */
  public static final String FORGET = "forget";

  private static final int SHA_256 = 256;

  /**
   * One row a record identifier: record_identifier (text), action, event_time, digest and
   * expires_at of the newest record, record, stored.
   *
   * @param published the newest records, see {@link NewestRecords}
   * @param remembered with the columns of {@link OnlineRecords}, and others
   */
  public Dataset<Row> transform(Dataset<Row> published, Dataset<Row> remembered) {
    List<String> features = List.of(published.columns());
    Dataset<Row> newest =
        published.select(
            col(recordIdentifier).cast(DataTypes.StringType).as(OnlineRecords.RECORD_IDENTIFIER),
            col(eventTime).as(OnlineRecords.EVENT_TIME),
            digest(features).as(OnlineRecords.DIGEST),
            expiresAt().as(OnlineRecords.EXPIRES_AT),
            struct(columns(features)).as(RECORD));
    Dataset<Row> stored =
        remembered.select(
            col(OnlineRecords.RECORD_IDENTIFIER),
            struct(columns(List.of(remembered.columns()))).as(STORED));
    return newest
        .join(stored, new String[] {OnlineRecords.RECORD_IDENTIFIER}, "full_outer")
        .withColumn(ACTION, action());
  }

  private Column action() {
    Column later = col(OnlineRecords.EVENT_TIME).gt(stored(OnlineRecords.EVENT_TIME));
    Column sameTime = col(OnlineRecords.EVENT_TIME).equalTo(stored(OnlineRecords.EVENT_TIME));
    Column same = col(OnlineRecords.DIGEST).eqNullSafe(stored(OnlineRecords.DIGEST));
    Column sure = not(stored(OnlineRecords.STATUS).isInCollection(OnlineRecords.UNSURE));
    // Put once more, it is ignored where it was taken, and taken where it was not.
    Column onlyPut = stored(OnlineRecords.STATUS).equalTo(OnlineRecords.PUTTING);
    return when(col(RECORD).isNull(), when(isGone(), FORGET).otherwise(DELETE))
        .when(isGone(), PUT)
        .when(later, when(same.and(sure).and(not(isOld())), KEEP).otherwise(PUT))
        .when(sameTime.and(same).and(sure), KEEP)
        .when(sameTime.and(same).and(onlyPut), PUT)
        .otherwise(REPLACE);
  }

  /** Whether the store has no record of this identifier. */
  private Column isGone() {
    return coalesce(
        stored(OnlineRecords.EVENT_TIME)
            .isNull()
            .or(stored(OnlineRecords.EXPIRES_AT).leq(lit(Timestamp.from(now)))),
        lit(false));
  }

  /** Whether half of its time to live has passed. */
  private Column isOld() {
    return timeToLive
        .map(
            t ->
                coalesce(
                    stored(OnlineRecords.EXPIRES_AT)
                        .leq(lit(Timestamp.from(now.plus(t.dividedBy(2))))),
                    lit(false)))
        .orElse(lit(false));
  }

  private static Column stored(String column) {
    return col(STORED).getField(column);
  }

  /** Null features are left out, so one that is new changes no record before it has a value. */
  private Column digest(List<String> features) {
    Column[] said =
        features.stream()
            .filter(f -> !List.of(recordIdentifier, eventTime).contains(f))
            .filter(f -> !provenance.contains(f))
            .map(functions::col)
            .toArray(Column[]::new);
    Column text = said.length == 0 ? lit("") : to_json(struct(said));
    return sha2(concat(text, lit(timeToLive.map(Duration::toString).orElse(""))), SHA_256);
  }

  private Column expiresAt() {
    return timeToLive
        .map(
            t ->
                timestamp_millis(
                    unix_millis(col(eventTime).cast(DataTypes.TimestampType)).plus(t.toMillis())))
        .orElse(lit(null).cast(DataTypes.TimestampType));
  }

  private static Column[] columns(List<String> names) {
    return names.stream().map(functions::col).toArray(Column[]::new);
  }
}
