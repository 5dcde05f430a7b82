package dev.jetbridge.pipelines.operations;

import org.apache.spark.sql.Row;

/**
 * The sums of a run. For a product made from others, records and loaded are its rows.
 *
 * @param files files dealt with, refused ones included
 * @param tableRows rows of the table after it
 */
public record RunCounts(long files, long refusedFiles, RecordCounts sums, long tableRows) {
  public static final RunCounts NONE = new RunCounts(0, 0, RecordCounts.NONE, 0);

  public long records() {
    return sums.records();
  }

  public long loaded() {
    return sums.loaded();
  }

  public long superseded() {
    return sums.superseded();
  }

  public long duplicates() {
    return sums.duplicates();
  }

  public long quarantined() {
    return sums.quarantined();
  }

  public long suppressed() {
    return sums.suppressed();
  }

  /** Those of a product made from others, whose rows nobody counts one by one. */
  public static RunCounts ofRows(long rows, long tableRows) {
    return new RunCounts(0, 0, new RecordCounts(rows, rows, 0, 0, 0, 0), tableRows);
  }

  /** Those of a row of operations.runs. */
  public static RunCounts of(Row row) {
    return new RunCounts(
        RunColumns.FILES.of(row, 0L),
        RunColumns.REFUSED_FILES.of(row, 0L),
        RecordCounts.of(row),
        RunColumns.TABLE_ROWS.of(row, 0L));
  }

  public NewRow on(NewRow row) {
    return sums.on(row)
        .with(RunColumns.FILES, files)
        .with(RunColumns.REFUSED_FILES, refusedFiles)
        .with(RunColumns.TABLE_ROWS, tableRows);
  }
}
