package dev.jetbridge.contracts;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule of a contract's quality sections as written there, or a column that says {@code unique}.
 *
 * @param id its stable id within the contract; column and metric when it has none of its own
 * @param column the column it stands under; empty for a rule of the whole table
 * @param scope whether it speaks of the rows of the run or of the table
 * @param severity whether its violation stops publication
 */
public record QualityRule(
    String id,
    Optional<String> column,
    Scope scope,
    Severity severity,
    String dimension,
    String description,
    Check check) {

  /** The rows a rule speaks of. */
  public enum Scope {
    RUN,
    TABLE
  }

  /** Whether a violation stops publication. */
  public enum Severity {
    ERROR,
    WARNING
  }

  /** What is measured and what is expected of it. */
  public sealed interface Check {}

  /** A metric of the ODCS library; arguments as written there; percent of rows or a count. */
  public record Library(
      Metric metric, Map<String, Object> arguments, Unit unit, Expectation expectation)
      implements Check {}

  /** A query with one number as its result; {@code {object}} stands for the table. */
  public record Sql(String query, Expectation expectation) implements Check {}

  /** One DQDL rule as text, for Glue Data Quality as well. */
  public record Dqdl(String text) implements Check {}

  /** Metrics of the ODCS library. */
  public enum Metric {
    NULL_VALUES("nullValues"),
    MISSING_VALUES("missingValues"),
    INVALID_VALUES("invalidValues"),
    DUPLICATE_VALUES("duplicateValues"),
    ROW_COUNT("rowCount");

    private final String label;

    Metric(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** Whether a library metric counts rows or their share in percent. */
  public enum Unit {
    ROWS,
    PERCENT
  }

  /** Operators of ODCS; {@code between} excludes its ends. */
  public enum Operator {
    BE("mustBe"),
    NOT_BE("mustNotBe"),
    GREATER_THAN("mustBeGreaterThan"),
    GREATER_OR_EQUAL("mustBeGreaterOrEqualTo"),
    LESS_THAN("mustBeLessThan"),
    LESS_OR_EQUAL("mustBeLessOrEqualTo"),
    BETWEEN("mustBeBetween"),
    NOT_BETWEEN("mustNotBeBetween");

    private final String label;

    Operator(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** One operator and its one number, or two for between. */
  public record Expectation(Operator operator, List<BigDecimal> values) {
    public Expectation {
      values = List.copyOf(values);
    }
  }
}
