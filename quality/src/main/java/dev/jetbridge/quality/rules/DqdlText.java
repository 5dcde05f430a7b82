package dev.jetbridge.quality.rules;

import dev.jetbridge.contracts.QualityRule.Expectation;
import dev.jetbridge.contracts.QualityRule.Operator;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes rules of the rule language.
 *
 * <p>Three facts decide how. A {@code where} clause and a query reach Spark as they stand between
 * their double quotes, while the values of a list are unescaped first. {@code between} excludes its
 * ends, and so does ODCS. A {@code RowCount} with a {@code where} clause counts the rows that break
 * a rule: it is exact for every type, since Spark compares, lets null pass when the predicate says
 * so, has a value in any table with rows, and costs one sum.
 */
final class DqdlText {
  private DqdlText() {}

  static String quoted(String text) {
    return "\"" + text.replace("\"", "\\\"") + "\"";
  }

  static String isComplete(String column) {
    return "IsComplete " + quoted(column);
  }

  static String isPrimaryKey(List<String> columns) {
    return "IsPrimaryKey "
        + columns.stream().map(DqdlText::quoted).collect(Collectors.joining(" "));
  }

  static String completeness(String column, Expectation expectation) {
    return "Completeness " + quoted(column) + " " + condition(expectation);
  }

  static String valuesIn(String column, List<String> values, boolean orNull) {
    return "ColumnValues "
        + quoted(column)
        + values.stream().map(DqdlText::quoted).collect(Collectors.joining(", ", " in [", ""))
        + (orNull ? ", NULL]" : "]");
  }

  static String rowCount(Expectation expectation) {
    return "RowCount " + condition(expectation);
  }

  /** The number of rows that fulfil the predicate; the predicate must never be null. */
  static String rowCountWhere(String predicate, Expectation expectation) {
    return rowCount(expectation) + " where " + quoted(predicate);
  }

  static String noRowWhere(String predicate) {
    return rowCountWhere(predicate, new Expectation(Operator.BE, List.of(BigDecimal.ZERO)));
  }

  /**
   * A query with one number as its result. It is wrapped, since Deequ reads the result by the name
   * of its column and fails on a generated name that holds a dot.
   */
  static String customSql(String query, Expectation expectation) {
    return "CustomSql "
        + quoted("select value from (" + query + ") as measured(value)")
        + " "
        + condition(expectation);
  }

  static String condition(Expectation expectation) {
    List<String> values =
        expectation.values().stream().map(v -> v.stripTrailingZeros().toPlainString()).toList();
    return switch (expectation.operator()) {
      case BE -> "= " + values.get(0);
      case NOT_BE -> "!= " + values.get(0);
      case GREATER_THAN -> "> " + values.get(0);
      case GREATER_OR_EQUAL -> ">= " + values.get(0);
      case LESS_THAN -> "< " + values.get(0);
      case LESS_OR_EQUAL -> "<= " + values.get(0);
      case BETWEEN -> "between " + values.get(0) + " and " + values.get(1);
      case NOT_BETWEEN -> "not between " + values.get(0) + " and " + values.get(1);
    };
  }
}
