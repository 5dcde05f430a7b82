package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.pattern.TextPattern;
import dev.jetbridge.contracts.value.TextValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** How many values of a file a column of a contract would not take, and for which of its rules. */
final class ColumnCheck {
  private final Column column;
  private final TextValue typed;
  private final Predicate<String> matching;
  private long empty;
  private long untyped;
  private long unmatched;
  private long unknown;
  private final OddRecords odd = new OddRecords();

  private ColumnCheck(Column column) {
    this.column = column;
    this.typed = TextValue.of(column);
    this.matching =
        column
            .constraints()
            .pattern()
            .<Predicate<String>>map(p -> TextPattern.whole(p)::matches)
            .orElse(v -> true);
  }

  /** By the names that files have for the columns. */
  static Map<String, ColumnCheck> of(Contract contract) {
    Map<String, ColumnCheck> checks = new LinkedHashMap<>();
    contract.fileColumns().forEach(c -> checks.put(c.sourceName(), new ColumnCheck(c)));
    return checks;
  }

  /** Whether the column takes the value of a record. */
  boolean add(String value, long record) {
    if (typed.isNull(value)) {
      empty++;
      return true;
    }
    if (!typed.test(value)) {
      untyped++;
    } else if (!matching.test(value)) {
      unmatched++;
    } else if (!column.constraints().validValues().isEmpty()
        && !column.constraints().validValues().contains(value)) {
      unknown++;
    } else {
      return true;
    }
    odd.add(record);
    return false;
  }

  void addEmpty(long records) {
    empty += records;
  }

  /** The records whose value it does not take. */
  OddRecords odd() {
    return odd;
  }

  Column column() {
    return column;
  }

  /** Records without a value though one is required. */
  long missing() {
    return column.required() ? empty : 0;
  }

  long untyped() {
    return untyped;
  }

  long unmatched() {
    return unmatched;
  }

  /** Values that are none of the valid ones. */
  long unknown() {
    return unknown;
  }
}
