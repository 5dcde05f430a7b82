package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.ingest.draft.ColumnProfile;
import dev.jetbridge.pipelines.ingest.format.FileCheck;
import dev.jetbridge.pipelines.ingest.format.FormatReader;
import dev.jetbridge.pipelines.ingest.format.RecordText;
import dev.jetbridge.pipelines.ingest.format.Reject;
import dev.jetbridge.pipelines.ingest.format.SourceColumns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  private static final int SAMPLE_CHARACTERS = 1 << 22;

  private final SourceColumns columns;
  private final FormatReader format;

  Retyped(SourceColumns columns, FormatReader format) {
    this.columns = columns;
    this.format = format;
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
    Map<String, Map<String, Misfits>> byColumn = new HashMap<>();
    rejects.stream()
        .filter(row -> row.getString(2).equals(Reject.TYPE))
        .forEach(
            row ->
                byColumn
                    .computeIfAbsent(row.getString(0), hash -> new TreeMap<>())
                    .merge(row.getString(1), Misfits.of(row), Misfits::and));
    return checks.stream()
        .map(
            check -> {
              Optional<Misfits> worst =
                  byColumn.getOrDefault(check.file().hash(), Map.of()).values().stream()
                      .max(Comparator.comparingLong(Misfits::count));
              return worst.isEmpty()
                      || check.refused()
                      || !isMost(worst.get().count(), check.records())
                  ? check
                  : FileCheck.refused(check.file(), reason(check, worst.get()), "whole file");
            })
        .toList();
  }

  /**
   * The rejected values of one column of a file.
   *
   * @param count of all reasons together
   * @param most of the most frequent reason
   */
  private record Misfits(String column, long count, String reason, long most) {
    static Misfits of(Row row) {
      return new Misfits(row.getString(1), row.getLong(4), row.getString(3), row.getLong(4));
    }

    Misfits and(Misfits other) {
      boolean mine =
          most > other.most || (most == other.most && reason.compareTo(other.reason) < 0);
      return new Misfits(
          column, count + other.count, mine ? reason : other.reason, Math.max(most, other.most));
    }
  }

  private String reason(FileCheck check, Misfits misfits) {
    SourceColumns.SourceColumn wanted =
        columns.columns().stream()
            .filter(c -> c.name().equals(misfits.column()))
            .findFirst()
            .orElseThrow();
    String must = "must be " + wanted.text().expectation();
    return "type: column "
        + misfits.column()
        + " "
        + must
        + ", which "
        + misfits.count()
        + " of "
        + check.records()
        + " records are not; "
        + (misfits.most() < misfits.count() ? misfits.most() + " of them: " : "each of them: ")
        + misfits.reason().replace(must + ", but ", "")
        + looks(check, wanted).map(l -> "; those look like " + l).orElse("");
  }

  /** What the first of the rejected values would be drafted as; no value is told. */
  private Optional<String> looks(FileCheck check, SourceColumns.SourceColumn wanted) {
    ColumnProfile profile = new ColumnProfile(wanted.source());
    List<String> lines = new ArrayList<>();
    Iterator<RecordText> records = format.records(check.pieces().get(0));
    int characters = 0;
    while (lines.size() < SAMPLE && characters < SAMPLE_CHARACTERS && records.hasNext()) {
      lines.add(records.next().text());
      characters += lines.get(lines.size() - 1).length();
    }
    format.values(lines, check, wanted.source()).stream()
        .filter(wanted.text().negate())
        .forEach(profile::add);
    return profile.inWords();
  }
}
