package dev.jetbridge.pipelines.ingest.format;

import dev.jetbridge.contracts.Column;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.HeaderNames;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.contracts.ValueFormat;
import dev.jetbridge.contracts.pattern.TextPattern;
import dev.jetbridge.contracts.value.TextValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;

/**
 * What executors must know of a contract to judge the columns of its files.
 *
 * @param columns the columns of the files, in contract order
 * @param headerNames when a name in a file is that of a column
 * @param newColumns what becomes of columns that the contract does not have
 * @param into the map column that takes the captured ones; null when nothing is captured
 */
public record SourceColumns(
    ArrayList<SourceColumn> columns,
    HeaderNames headerNames,
    SourceFormat.NewColumns newColumns,
    String into)
    implements Serializable {

  /**
   * A column of the files.
   *
   * @param name its name in the table
   * @param source its name in the header or the objects of a file
   * @param needed whether a file without it is refused
   * @param format the pattern of its dates; null for ISO 8601
   * @param pattern what its values match; null for anything
   * @param values how its values are written
   * @param validValues the only values it has; empty for any
   */
  public record SourceColumn(
      String name,
      String source,
      boolean needed,
      DataType type,
      String format,
      String pattern,
      ValueFormat values,
      ArrayList<String> validValues)
      implements Serializable {

    /** Whether its values can be told from those of other columns at all. */
    boolean tells() {
      return !(type instanceof StringType) || pattern != null || !validValues.isEmpty();
    }

    /** Its type, as its values are written. */
    public TextValue text() {
      return TextValue.of(type, Optional.ofNullable(format), values);
    }

    /** Whether a text could be a value of it. */
    Predicate<String> fits() {
      Predicate<String> typed = text();
      Predicate<String> matching =
          pattern == null ? text -> true : TextPattern.whole(pattern)::matches;
      return text ->
          typed.test(text)
              && matching.test(text)
              && (validValues.isEmpty() || validValues.contains(text));
    }
  }

  public static SourceColumns of(Contract contract) {
    SourceFormat source = contract.source().orElseThrow();
    SourceFormat.Drift drift = source.drift();
    ArrayList<SourceColumn> columns = new ArrayList<>();
    for (Column column : contract.fileColumns()) {
      columns.add(
          new SourceColumn(
              column.name(),
              column.sourceName(),
              column.required() || marksDeletes(contract, column),
              column.type(),
              column.format().orElse(null),
              column.constraints().pattern().orElse(null),
              column.values(),
              new ArrayList<>(column.constraints().validValues())));
    }
    return new SourceColumns(
        columns, source.headerNames(), drift.newColumns(), drift.into().orElse(null));
  }

  /** Without the marker every delete would be taken for an update. */
  private static boolean marksDeletes(Contract contract, Column column) {
    return contract
        .change()
        .deleteMarker()
        .filter(m -> m.column().equals(column.name()))
        .isPresent();
  }

  /** The names that the header or the JSON objects may have. */
  public List<String> names() {
    return columns.stream().map(SourceColumn::source).toList();
  }

  /** Tells which column a name in a file means; the name itself when it means none. */
  public UnaryOperator<String> meaning() {
    return headerNames.among(names());
  }

  /** Tells whether a name in a file is that of a column. */
  public Predicate<String> knowing() {
    Set<String> names = new HashSet<>(names());
    UnaryOperator<String> meaning = meaning();
    return name -> names.contains(meaning.apply(name));
  }

  public boolean captures() {
    return newColumns == SourceFormat.NewColumns.CAPTURE;
  }
}
