package dev.jetbridge.pipelines.simulator.feed;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Collects records as rows of (file, sort key, marks, fields), dropping those whose file is not
 * due.
 */
public final class RecordRows {
  public static final String FILE = "file";
  public static final String SORT_KEY = "sort_key";
  public static final String MARKS = "marks";
  public static final String FIELDS = "fields";

  public static final StructType SCHEMA =
      new StructType()
          .add(FILE, DataTypes.IntegerType, false)
          .add(SORT_KEY, DataTypes.StringType, false)
          .add(MARKS, DataTypes.IntegerType, false)
          .add(FIELDS, DataTypes.StringType, false);

  /** The truth about customers is in files of so many. */
  private static final int CUSTOMERS_A_FILE = 50_000;

  private static final char SEPARATOR = '\u001f';

  private final Delivery delivery;
  private final List<Row> rows = new ArrayList<>();

  public RecordRows(Delivery delivery) {
    this.delivery = delivery;
  }

  public List<Row> rows() {
    return rows;
  }

  /** For each feed, what collects its records here. */
  public List<FeedRecords> ofFeeds() {
    List<FeedRecords> all = new ArrayList<>();
    for (int feed = 0; feed < delivery.feeds().size(); feed++) {
      all.add(new FeedRecords(delivery, feed, this));
    }
    return all;
  }

  /** A record of the truth that goes with the source files of that period. */
  void addTruth(TruthPart part, int period, String... fields) {
    if (delivery.calendar().delivers(period)) {
      add(delivery.file(part, period), part.sortKey(fields), 0, fields);
    }
  }

  /** What is true of a customer at the end. */
  public void addCustomer(long customer, String... fields) {
    int number = (int) (customer / CUSTOMERS_A_FILE);
    TruthPart part = TruthPart.CUSTOMERS;
    add(delivery.file(part, number), part.sortKey(fields), 0, fields);
  }

  void add(int file, String sortKey, int marks, String[] fields) {
    rows.add(RowFactory.create(file, sortKey, marks, joined(fields)));
  }

  private static String joined(String[] fields) {
    StringBuilder text = new StringBuilder(fields.length * 10);
    for (String field : fields) {
      text.append(field).append(SEPARATOR);
    }
    return text.toString();
  }

  public static String[] split(String joined) {
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int to = joined.indexOf(SEPARATOR); to >= 0; to = joined.indexOf(SEPARATOR, from)) {
      fields.add(joined.substring(from, to));
      from = to + 1;
    }
    return fields.toArray(String[]::new);
  }
}
