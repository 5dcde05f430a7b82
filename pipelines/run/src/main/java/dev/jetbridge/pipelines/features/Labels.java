package dev.jetbridge.pipelines.features;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.NearestName;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.storage.StorageLevel;

/**
 * The labels of a training set, checked: each has a record identifier of every group asked for and
 * an instant that is not after the data. One row a label of the file, equal ones included, with the
 * columns of the file and, behind them, its place in the file, its instant and its keys in the
 * types of the stores.
 */
final class Labels implements AutoCloseable {
  /** The column of the instant. */
  static final String INSTANT = "jetbridge:instant";

  /** The column with a number that each label has for itself, in the order of the file. */
  static final String NUMBER = "jetbridge:number";

  private static final String KEY = "jetbridge:key ";

  /** More rows than a file has. */
  private static final long FILE = 1L << 40;

  /** An instant in text: a date alone would leave open whether that day's values may be used. */
  private static final String INSTANT_TEXT =
      "^\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}(:?\\d{2})?)?$";

  /** The end of an instant in text that names its zone. */
  private static final String ZONE = "(Z|[+-]\\d{2}(:?\\d{2})?)$";

  /** Seconds may be left out; before a zone, Spark wants them. */
  private static final String TO_THE_MINUTE = "^(.{16})(?!:)";

  private final InputFile file;
  private final Dataset<Row> rows;
  private final Instant earliest;
  private final Instant latest;
  private final long count;
  private final long withoutZone;
  private final List<String> parts;

  private Labels(
      InputFile file,
      Dataset<Row> rows,
      Instant earliest,
      Instant latest,
      long count,
      long withoutZone,
      List<String> parts) {
    this.file = file;
    this.withoutZone = withoutZone;
    this.rows = rows;
    this.parts = List.copyOf(parts);
    this.earliest = earliest;
    this.latest = latest;
    this.count = count;
  }

  /**
   * Checks the labels of a file.
   *
   * @param time the column with the instant: a timestamp, or text in ISO 8601; without a zone UTC
   * @param keys the columns that must hold record identifiers, with the type each has in its store
   * @param asOf the latest instant a label may have, compared to the millisecond
   * @throws JetbridgeException CONFIG when a column is missing; CONTRACT when rows have no key, no
   *     instant, an instant that cannot be read or a later one, with counts and first places
   */
  static Labels check(InputFile file, String time, Map<String, DataType> keys, Instant asOf) {
    List<String> wanted = new ArrayList<>(keys.keySet());
    wanted.add(time);
    for (String column : wanted) {
      if (!file.columns().contains(column)) {
        throw new JetbridgeException(
            FailureKind.CONFIG,
            "Cannot use labels "
                + file.path()
                + ": no column is named "
                + column
                + NearestName.hint(column, file.columns())
                + (column.equals(time) ? "; name the one with the instant by --label-time" : ""));
      }
    }
    Dataset<Row> rows = file.rows().withColumn(INSTANT, instant(file, time));
    for (Map.Entry<String, DataType> key : keys.entrySet()) {
      rows = rows.withColumn(key(key.getKey()), quoted(key.getKey()).cast(key.getValue()));
    }
    Dataset<Row> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      return counted(file, kept, problems(file, time, keys, asOf), withoutZone(file, time));
    } catch (RuntimeException e) {
      kept.unpersist();
      throw e;
    }
  }

  /** The column that holds a record identifier in the type of its store. */
  static String key(String column) {
    return KEY + column;
  }

  Dataset<Row> rows() {
    return rows.withColumn(NUMBER, number());
  }

  /** The columns of the file. */
  List<String> columns() {
    return file.columns();
  }

  InputFile file() {
    return file;
  }

  Instant earliest() {
    return earliest;
  }

  Instant latest() {
    return latest;
  }

  long count() {
    return count;
  }

  /** How many name no zone, so that they were read as UTC. */
  long withoutZone() {
    return withoutZone;
  }

  /** The place of a row among those of all files. */
  private Column number() {
    Column part =
        array_position(
            array(parts.stream().map(functions::lit).toArray(Column[]::new)),
            quoted(InputFile.PART));
    return part.minus(1).multiply(FILE).plus(quoted(InputFile.PLACE));
  }

  /**
   * The stretch of the labels that a row is in, as a number that sorts as the rows do, made from
   * {@link #NUMBER}. It holds so many rows, or less.
   */
  static Column stretch(long rows) {
    return quoted(NUMBER).minus(quoted(NUMBER).mod(rows));
  }

  @Override
  public void close() {
    rows.unpersist();
  }

  private static Column instant(InputFile file, String time) {
    DataType type = file.rows().schema().apply(time).dataType();
    if (type instanceof TimestampType || type instanceof TimestampNTZType) {
      return quoted(time).cast("timestamp");
    }
    if (type instanceof StringType) {
      Column text = trim(quoted(time));
      Column whole = regexp_replace(text, TO_THE_MINUTE, "$1:00");
      return when(text.rlike(INSTANT_TEXT), whole.cast("timestamp"));
    }
    throw new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot use labels "
            + file.path()
            + ": column "
            + time
            + " is "
            + type.simpleString()
            + ", must be a timestamp or text such as 2023-08-31T18:00:00Z");
  }

  /** What can be wrong with a row, in words, and how to see it. */
  private static Map<String, Column> problems(
      InputFile file, String time, Map<String, DataType> keys, Instant asOf) {
    Map<String, Column> problems = new LinkedHashMap<>(file.problems());
    for (String key : keys.keySet()) {
      Column blank = coalesce(trim(quoted(key).cast("string")).equalTo(""), lit(true));
      problems.put("no " + key, blank);
      problems.put(
          "a " + key + " that is not of type " + keys.get(key).simpleString(),
          not(blank).and(quoted(key(key)).isNull()));
    }
    Column noTime = coalesce(trim(quoted(time).cast("string")).equalTo(""), lit(true));
    Column instant = quoted(INSTANT);
    problems.put("no " + time, noTime);
    problems.put(
        "a " + time + " that is not an instant such as 2023-08-31T18:00:00Z",
        not(noTime).and(instant.isNull()));
    problems.put(
        "a " + time + " after the data, which end at " + asOf,
        instant.isNotNull().and(date_trunc("millisecond", instant).gt(lit(Timestamp.from(asOf)))));
    return problems;
  }

  private static Column withoutZone(InputFile file, String time) {
    DataType type = file.rows().schema().apply(time).dataType();
    return type instanceof StringType
        ? not(trim(quoted(time)).rlike(ZONE))
        : lit(type instanceof TimestampNTZType);
  }

  private static Labels counted(
      InputFile file, Dataset<Row> rows, Map<String, Column> problems, Column withoutZone) {
    List<Column> figures = new ArrayList<>();
    figures.add(min(quoted(INSTANT)));
    figures.add(max(quoted(INSTANT)));
    figures.add(sum(when(withoutZone, 1L).otherwise(0L)));
    RowFaults faulty =
        new RowFaults(
            problems, Optional.of(new RowFaults.Place(quoted(InputFile.PLACE), file.place())));
    figures.addAll(faulty.figures());
    figures.add(sort_array(collect_set(quoted(InputFile.PART))));
    Row found = rows.agg(functions.count(lit(1)), figures.toArray(Column[]::new)).first();
    long count = found.getLong(0);
    if (count == 0) {
      throw new JetbridgeException(
          FailureKind.CONTRACT, "Cannot use labels " + file.path() + ": there are none in it");
    }
    List<String> faults = faulty.in(found, 4);
    if (!faults.isEmpty()) {
      throw new JetbridgeException(
          FailureKind.CONTRACT,
          String.format(
              java.util.Locale.ROOT,
              "Cannot use labels %s: of %,d rows %s; correct or remove them",
              file.path(),
              count,
              String.join(", ", faults)));
    }
    return new Labels(
        file,
        rows,
        found.getTimestamp(1).toInstant(),
        found.getTimestamp(2).toInstant(),
        count,
        found.getLong(3),
        found.getList(4 + 2 * problems.size()));
  }

  private static Column quoted(String name) {
    return col("`" + name.replace("`", "``") + "`");
  }
}
