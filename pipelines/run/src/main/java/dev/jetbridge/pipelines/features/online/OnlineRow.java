package dev.jetbridge.pipelines.features.online;

import dev.jetbridge.jobs.features.store.OnlineChanges;
import dev.jetbridge.jobs.features.store.OnlineRecords;
import java.io.Serializable;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What is remembered of a change, by what became of it: rows of operations.online_records without
 * their run.
 *
 * @param group name of the feature group
 * @param now when
 */
record OnlineRow(String group, Instant now) implements Serializable {
  static String action(Row change) {
    return change.getAs(OnlineChanges.ACTION);
  }

  static Row record(Row change) {
    return change.getAs(OnlineChanges.RECORD);
  }

  static String identifier(Row change) {
    return change.getAs(OnlineRecords.RECORD_IDENTIFIER);
  }

  static String storedEventTime(Row change) {
    return stored(change, OnlineRecords.EVENT_TIME);
  }

  /** Before it is sent, and when nobody knows whether it was. */
  Row begun(Row change) {
    return switch (action(change)) {
      case OnlineChanges.PUT ->
          row(
              change,
              change.getAs(OnlineRecords.EVENT_TIME),
              change.getAs(OnlineRecords.DIGEST),
              lastExpiry(change),
              OnlineRecords.PUTTING,
              null);
      case OnlineChanges.REPLACE ->
          row(
              change,
              storedEventTime(change),
              null,
              lastExpiry(change),
              OnlineRecords.REPLACING,
              null);
      default ->
          row(
              change,
              storedEventTime(change),
              null,
              storedExpiry(change),
              OnlineRecords.DELETING,
              null);
    };
  }

  /** The store has it. */
  Row sent(Row change) {
    return row(
        change,
        change.getAs(OnlineRecords.EVENT_TIME),
        change.getAs(OnlineRecords.DIGEST),
        change.getAs(OnlineRecords.EXPIRES_AT),
        OnlineRecords.SENT,
        null);
  }

  /** The store is as it was before. */
  Row refused(Row change, String reason) {
    String status = stored(change, OnlineRecords.STATUS);
    boolean sure = status == null || !OnlineRecords.UNSURE.contains(status);
    return row(
        change,
        storedEventTime(change),
        sure ? stored(change, OnlineRecords.DIGEST) : null,
        storedExpiry(change),
        OnlineRecords.REFUSED,
        reason);
  }

  /** What the store had is deleted, and what should take its place was refused. */
  Row lost(Row change, String reason) {
    return row(change, null, null, null, OnlineRecords.REFUSED, reason);
  }

  /** The store has this record or the one before: until neither has expired. */
  private static Timestamp lastExpiry(Row change) {
    Timestamp expiry = change.getAs(OnlineRecords.EXPIRES_AT);
    if (storedEventTime(change) == null) {
      return expiry;
    }
    Timestamp before = storedExpiry(change);
    return expiry == null || before == null ? null : before.after(expiry) ? before : expiry;
  }

  private static String stored(Row change, String column) {
    Row stored = change.getAs(OnlineChanges.STORED);
    return stored == null ? null : stored.getAs(column);
  }

  private static Timestamp storedExpiry(Row change) {
    Row stored = change.getAs(OnlineChanges.STORED);
    return stored == null ? null : stored.getAs(OnlineRecords.EXPIRES_AT);
  }

  private Row row(
      Row change,
      String eventTime,
      String digest,
      Timestamp expiresAt,
      String status,
      String reason) {
    return RowFactory.create(
        group,
        identifier(change),
        eventTime,
        digest,
        expiresAt,
        status,
        reason,
        Timestamp.from(now));
  }
}
