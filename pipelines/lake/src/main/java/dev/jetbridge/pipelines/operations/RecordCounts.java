package dev.jetbridge.pipelines.operations;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;

/**
 * Where records ended. Always records = loaded + superseded + duplicates + quarantined +
 * suppressed.
 *
 * @param loaded records that changed the table: inserted, updated or deleted a key
 * @param superseded records older than one of the same key
 * @param duplicates records equal to another one of the same key
 * @param suppressed records of people who were erased
 */
public record RecordCounts(
    long records,
    long loaded,
    long superseded,
    long duplicates,
    long quarantined,
    long suppressed) {
  public static final Field<Long> RECORDS = Field.number("records");
  public static final Field<Long> LOADED = Field.number("loaded");
  public static final Field<Long> SUPERSEDED = Field.number("superseded");
  public static final Field<Long> DUPLICATES = Field.number("duplicates");
  public static final Field<Long> QUARANTINED = Field.number("quarantined");
  public static final Field<Long> SUPPRESSED = Field.number("suppressed");

  public static final List<Field<?>> FIELDS =
      List.of(RECORDS, LOADED, SUPERSEDED, DUPLICATES, QUARANTINED, SUPPRESSED);

  public static final RecordCounts NONE = new RecordCounts(0, 0, 0, 0, 0, 0);

  /** Those of a row; 0 for what an older version did not count. */
  public static RecordCounts of(Row row) {
    return new RecordCounts(
        RECORDS.of(row, 0L),
        LOADED.of(row, 0L),
        SUPERSEDED.of(row, 0L),
        DUPLICATES.of(row, 0L),
        QUARANTINED.of(row, 0L),
        SUPPRESSED.of(row, 0L));
  }

  /** The columns that add those of many rows. */
  public static Stream<Column> sums() {
    return FIELDS.stream().map(f -> coalesce(sum(f.column()), lit(0L)).as(f.name()));
  }

  public NewRow on(NewRow row) {
    return row.with(RECORDS, records)
        .with(LOADED, loaded)
        .with(SUPERSEDED, superseded)
        .with(DUPLICATES, duplicates)
        .with(QUARANTINED, quarantined)
        .with(SUPPRESSED, suppressed);
  }

  public boolean balanced() {
    return records == loaded + superseded + duplicates + quarantined + suppressed;
  }

  public RecordCounts plus(RecordCounts more) {
    return new RecordCounts(
        records + more.records,
        loaded + more.loaded,
        superseded + more.superseded,
        duplicates + more.duplicates,
        quarantined + more.quarantined,
        suppressed + more.suppressed);
  }

  /** These counts once what was quarantined has been taken again. */
  public RecordCounts afterReplay(RecordCounts replay) {
    return new RecordCounts(
        records,
        loaded + replay.loaded,
        superseded + replay.superseded,
        duplicates + replay.duplicates,
        replay.quarantined,
        suppressed + replay.suppressed);
  }
}
