package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.pipelines.simulator.Draws.Purpose;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Collects records as rows of (file, sort key, marks, fields), dropping those whose file is not
 * due. Some records that never change again are sent once more in a later file, some are followed
 * there by an older version of themselves.
 */
final class RecordRows {
  static final String FILE = "file";
  static final String SORT_KEY = "sort_key";
  static final String MARKS = "marks";
  static final String FIELDS = "fields";

  static final StructType SCHEMA =
      new StructType()
          .add(FILE, DataTypes.IntegerType, false)
          .add(SORT_KEY, DataTypes.StringType, false)
          .add(MARKS, DataTypes.IntegerType, false)
          .add(FIELDS, DataTypes.StringType, false);

  /** The key appears for the first time. */
  static final int NEW_KEY = 1;

  /** The record deletes its key. */
  static final int DELETES = 2;

  /** Nothing later changes the key. */
  static final int FINAL = 4;

  /** The record was in an earlier file already, equal in all fields. */
  static final int SENT_AGAIN = 8;

  /** A newer version of the record was in an earlier file already. */
  static final int OUTDATED = 16;

  private static final char SEPARATOR = '\u001f';
  private static final int LATE_RECORDS_OF = 1_000;
  private static final int LATE_DAYS = 3;

  private final Delivery delivery;
  private final List<Row> rows = new ArrayList<>();

  RecordRows(Delivery delivery) {
    this.delivery = delivery;
  }

  List<Row> rows() {
    return rows;
  }

  /** Whether a file holds the records of that day, or records late by a few periods after it. */
  boolean mayDeliver(long day) {
    DeliveryCalendar calendar = delivery.calendar();
    int period = calendar.periodOf(day);
    if (calendar.delivers(period)) {
      return true;
    }
    for (int late = 1; late <= LATE_DAYS; late++) {
      if (calendar.delivers(latePeriod(period, late))) {
        return true;
      }
    }
    return false;
  }

  /** A record of a source, changed at the instant its order column tells. */
  void add(Feed feed, int marks, String... fields) {
    Layout layout = delivery.layout(feed);
    String changedAt = fields[layout.orderIndex()];
    int period = delivery.calendar().periodOf(UtcTime.dayOf(UtcTime.seconds(changedAt)));
    put(feed, period, marks, fields);
    if ((marks & FINAL) != 0) {
      addLate(feed, period, fields);
    }
  }

  private void addLate(Feed feed, int period, String[] fields) {
    String sortKey = delivery.layout(feed).sortKey(fields);
    int draw =
        Draws.once(delivery.plan().seed(), Purpose.LATE_RECORD, textHash(sortKey), LATE_RECORDS_OF);
    int later = latePeriod(period, 1 + draw % LATE_DAYS);
    int share = lateShare(feed);
    if (draw < share) {
      put(feed, later, SENT_AGAIN, fields);
    } else if (draw < 2 * share) {
      put(feed, later, OUTDATED, OlderVersion.of(feed, delivery.layout(feed), fields));
    }
  }

  /** Of a thousand records; small sources have more, so that a small sample has some of each. */
  private static int lateShare(Feed feed) {
    return feed == Feed.MEMBERS || feed == Feed.RATES ? 12 : 2;
  }

  private int latePeriod(int period, int days) {
    DeliveryCalendar calendar = delivery.calendar();
    return calendar.periodOf(calendar.lastDayOf(period).toEpochDay() + days);
  }

  /** A record of the truth that goes with the source files of that day. */
  void addTruth(Feed feed, long day, String... fields) {
    put(feed, delivery.calendar().periodOf(day), 0, fields);
  }

  /** What is true of a customer at the end. */
  void addCustomer(long customer, String... fields) {
    append(
        Delivery.fileId(Feed.TRUE_CUSTOMERS, (int) (customer / Feed.CUSTOMERS_A_FILE)),
        Feed.TRUE_CUSTOMERS,
        0,
        fields);
  }

  private void put(Feed feed, int period, int marks, String[] fields) {
    if (delivery.calendar().delivers(period)) {
      append(Delivery.fileId(feed, period), feed, marks, fields);
    }
  }

  private void append(int file, Feed feed, int marks, String[] fields) {
    String sortKey = delivery.layout(feed).sortKey(fields);
    rows.add(RowFactory.create(file, sortKey, marks, joined(fields)));
  }

  private static String joined(String[] fields) {
    StringBuilder text = new StringBuilder(fields.length * 10);
    for (String field : fields) {
      text.append(field).append(SEPARATOR);
    }
    return text.toString();
  }

  static String[] split(String joined) {
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int to = joined.indexOf(SEPARATOR); to >= 0; to = joined.indexOf(SEPARATOR, from)) {
      fields.add(joined.substring(from, to));
      from = to + 1;
    }
    return fields.toArray(String[]::new);
  }

  private static long textHash(String text) {
    long hash = 0;
    for (int i = 0; i < text.length(); i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }
}
