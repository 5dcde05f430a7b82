package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.contracts.TextValue;
import dev.jetbridge.contracts.draft.ColumnProfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * Finds files in which the type of a column changed: more than half of the records are rejected for
 * the type of one and the same column. Row by row such a file would fill the quarantine with one
 * and the same fault, so it is refused whole.
 */
final class Retyped {
  /** A file is refused when more than this part of its records fails the type of one column. */
  static final double SHARE = 0.5;

  /** Fewer broken values than these are just that: broken values of a small file. */
  static final int LEAST = 10;

  private static final int SAMPLE = 1_000;

  private final SourceColumns columns;
  private final FileLayout layout;

  Retyped(SourceColumns columns, FileLayout layout) {
    this.columns = columns;
    this.layout = layout;
  }

  /** Whether so many records are enough to refuse a file. */
  static boolean isMost(long rejected, long records) {
    return rejected >= LEAST && rejected > SHARE * records;
  }

  /**
   * The same checks, with those files refused.
   *
   * @param rejects how many rows were rejected: file_hash, column_name, rule, reason, count
   */
  List<FileCheck> refuse(List<FileCheck> checks, List<Row> rejects) {
    Map<String, Row> worst = new HashMap<>();
    rejects.stream()
        .filter(row -> row.getString(2).equals("type"))
        .forEach(
            row ->
                worst.merge(row.getString(0), row, (a, b) -> a.getLong(4) >= b.getLong(4) ? a : b));
    return checks.stream()
        .map(
            check -> {
              Row row = worst.get(check.file().hash());
              return row == null || check.refused() || !isMost(row.getLong(4), check.records())
                  ? check
                  : FileCheck.refused(check.file(), reason(check, row), "whole file");
            })
        .toList();
  }

  private String reason(FileCheck check, Row row) {
    String column = row.getString(1);
    return "type: column "
        + column
        + " "
        + row.getString(3)
        + ", which "
        + row.getLong(4)
        + " of "
        + check.records()
        + " records are not; those look like "
        + looks(check, column);
  }

  /** What the first of the rejected values would be drafted as; no value is told. */
  private String looks(FileCheck check, String column) {
    SourceColumns.SourceColumn wanted =
        columns.columns().stream().filter(c -> c.name().equals(column)).findFirst().orElseThrow();
    ColumnProfile profile = new ColumnProfile(wanted.source());
    List<String> lines = new ArrayList<>();
    Iterator<Row> records = new RecordReader(check, layout);
    for (int i = 0; i < SAMPLE && records.hasNext(); i++) {
      lines.add(records.next().getString(3));
    }
    List<String> values =
        layout.csv()
            ? HeadSample.csv(lines, layout, check.header().indexOf(wanted.source()))
            : HeadSample.json(lines, wanted.source());
    values.stream()
        .filter(TextValue.of(wanted.type(), Optional.ofNullable(wanted.format())).negate())
        .forEach(profile::add);
    return profile.inWords();
  }
}
