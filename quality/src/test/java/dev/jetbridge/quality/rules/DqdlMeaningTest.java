package dev.jetbridge.quality.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetbridge.contracts.QualityRule.Dqdl;
import dev.jetbridge.quality.Audits;
import dev.jetbridge.quality.ContractDraft;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.quality.SparkTest;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** What each rule type of the reference means on nulls, no rows, thresholds, where and dates. */
class DqdlMeaningTest extends SparkTest {
  private static final Dataset<Row> ROWS =
      rows(
          "id int, item int, att string, code string, day date, at timestamp, note string, price"
              + " decimal(10,2), _changed_in string",
          row(1, 1, "a", "f", day("2023-01-01"), at("2023-01-01 10:00:00"), "ok", big("1.00"), "x"),
          row(2, 2, "b", "d", day("2023-06-30"), at("2023-06-30 00:00:00"), "", big("2.50"), "x"),
          row(3, 3, "a", null, day("2023-12-31"), at("2023-12-31 23:59:59"), " \t ", null, "x"),
          row(
              4,
              4,
              "a",
              "f",
              day("2024-01-01"),
              at("2024-01-01 00:00:00"),
              "AB\n",
              big("9.99"),
              "x"),
          row(5, 5, "b", null, null, null, null, big("9.99"), "x"),
          row(
              6,
              6,
              "a",
              "f'\"\\",
              day("2023-02-28"),
              at("2023-02-28 12:00:00"),
              "AB",
              big("9.99"),
              "x"));

  private static Date day(String text) {
    return Date.valueOf(text);
  }

  private static Timestamp at(String text) {
    return Timestamp.valueOf(text);
  }

  private static java.math.BigDecimal big(String text) {
    return new java.math.BigDecimal(text);
  }

  private static ContractDraft draft() {
    return ContractDraft.of()
        .optional("id", "int")
        .optional("item", "int")
        .optional("att", "string")
        .optional("code", "string")
        .optional("day", "date")
        .optional("at", "timestamp")
        .optional("note", "string")
        .optional("price", "decimal(10,2)");
  }

  /** Rules by whether they hold on the rows above. */
  private static Map<String, Boolean> table() {
    Map<String, Boolean> rules = new LinkedHashMap<>();
    holds(rules, "RowCount = 6", "RowCount between 5 and 7", "RowCount = 2 where \"att = 'b'\"");
    fails(rules, "RowCount between 6 and 7", "RowCount > 6");
    holds(rules, "ColumnCount = 8", "ColumnExists \"item\"", "IsComplete \"item\"");
    fails(rules, "ColumnCount = 9", "ColumnExists \"_changed_in\"", "IsComplete \"code\"");
    holds(rules, "ColumnNamesMatchPattern \"[a-z]+\"");
    holds(rules, "IsComplete \"code\" where \"att = 'a' and id <> 3\"");
    holds(rules, "Completeness \"code\" > 0.6", "Completeness \"code\" = 1.0 where \"id < 3\"");
    fails(rules, "Completeness \"code\" > 0.7", "Completeness \"code\" = 1.0 where \"att = 'b'\"");
    holds(rules, "IsUnique \"id\"", "IsPrimaryKey \"id\"", "IsPrimaryKey \"id\" \"att\"");
    fails(rules, "IsUnique \"att\"", "IsPrimaryKey \"att\"", "IsPrimaryKey \"code\"");
    holds(rules, "Uniqueness \"id\" = 1.0", "UniqueValueRatio \"id\" = 1.0");
    // Values that occur once, of all that there are: null is none.
    holds(rules, "Uniqueness \"code\" = 0.5", "Uniqueness \"att\" = 0.0");
    holds(rules, "UniqueValueRatio \"code\" between 0.66 and 0.67");
    holds(rules, "IsUnique \"day\"", "Uniqueness \"day\" = 1.0", "UniqueValueRatio \"day\" = 1.0");
    fails(rules, "IsUnique \"code\"", "UniqueValueRatio \"code\" = 1.0");
    // Entropy in natural units: null is not a value.
    holds(rules, "Entropy \"att\" between 0.63 and 0.64", "Entropy \"code\" between 1.03 and 1.05");
    holds(rules, "ColumnDataType \"item\" = \"INTEGER\"");
    fails(rules, "ColumnDataType \"att\" = \"INTEGER\"", "ColumnDataType \"note\" = \"DOUBLE\"");
    // Distinct values: null is none.
    holds(rules, "DistinctValuesCount \"code\" = 3", "DistinctValuesCount \"att\" = 2");
    holds(rules, "DistinctValuesCount \"code\" = 1 where \"att = 'b'\"");
    fails(rules, "DistinctValuesCount \"code\" = 4", "DistinctValuesCount \"att\" > 2");
    // Lengths: that of null is 0.
    holds(rules, "ColumnLength \"att\" = 1", "ColumnLength \"note\" >= 0");
    holds(rules, "ColumnLength \"note\" < 4", "ColumnLength \"code\" in [0, 1, 4]");
    holds(rules, "ColumnLength \"note\" >= 1 where \"id in (1, 3, 4)\"");
    holds(rules, "ColumnLength \"code\" = 0 where \"id = 5\"", "ColumnLength \"note\" != 7");
    fails(rules, "ColumnLength \"note\" >= 1", "ColumnLength \"code\" > 0");
    fails(rules, "ColumnLength \"att\" between 1 and 3", "ColumnLength \"code\" != 0");
    // Numbers: null fails but for != and not in; between excludes its ends.
    holds(rules, "ColumnValues \"item\" > 0", "ColumnValues \"item\" between 0 and 7");
    holds(rules, "ColumnValues \"item\" in [1,2,3,4,5,6]", "ColumnValues \"item\" not in [7, 8]");
    holds(rules, "ColumnValues \"item\" != 9", "ColumnValues \"price\" != 3");
    holds(rules, "ColumnValues \"item\" not between 6 and 7", "ColumnValues \"price\" not in [3]");
    holds(rules, "ColumnValues \"price\" in [1, 2.5, 9.99, NULL]");
    holds(rules, "ColumnValues \"price\" >= 1.00 where \"id <> 3\"");
    holds(rules, "ColumnValues \"price\" > 2 with threshold > 0.6");
    holds(rules, "ColumnValues \"price\" = NULL where \"id = 3\"");
    fails(rules, "ColumnValues \"item\" between 1 and 7", "ColumnValues \"price\" > 0");
    fails(rules, "ColumnValues \"price\" in [1, 2.5, 9.99]", "ColumnValues \"price\" != NULL");
    fails(rules, "ColumnValues \"price\" > 2 with threshold > 0.7");
    fails(rules, "ColumnValues \"price\" not in [9.99]", "ColumnValues \"price\" not in [3, NULL]");
    // Texts.
    holds(rules, "ColumnValues \"code\" in [\"f\",\"d\",\"f'\\\"\\\\\",NULL]");
    holds(rules, "ColumnValues \"code\" in [\"f\",\"d\"] where \"id in (1,2,4)\"");
    holds(rules, "ColumnValues \"att\" in [\"A\",\"B\"] with ignoreCase = \"true\"");
    holds(rules, "ColumnValues \"note\" != \"no\"", "ColumnValues \"code\" not in [\"x\"]");
    holds(rules, "ColumnValues \"code\" in [\"f\"] with threshold >= 0.33");
    holds(rules, "ColumnValues \"note\" = EMPTY where \"id = 2\"");
    holds(rules, "ColumnValues \"note\" = WHITESPACES_ONLY where \"id = 3\"");
    holds(rules, "ColumnValues \"note\" != WHITESPACES_ONLY where \"id in (2, 5)\"");
    holds(rules, "ColumnValues \"note\" != EMPTY where \"id <> 2\"");
    fails(rules, "ColumnValues \"code\" in [\"f\",\"d\"] where \"att = 'a'\"");
    fails(rules, "ColumnValues \"note\" != EMPTY", "ColumnValues \"note\" != WHITESPACES_ONLY");
    fails(rules, "ColumnValues \"note\" != NULL", "ColumnValues \"att\" in [\"A\",\"B\"]");
    // Patterns: the whole value, no line break behind it.
    holds(rules, "ColumnValues \"note\" matches \"[A-Z]{2}\" where \"id = 6\"");
    holds(rules, "ColumnValues \"note\" not matches \"[A-Z]{2}\" where \"id < 6\"");
    holds(rules, "ColumnValues \"att\" matches \"a|b\"", "ColumnValues \"att\" matches \"^[ab]$\"");
    holds(rules, "ColumnValues \"att\" matches \"a\" with threshold > 0.6");
    fails(rules, "ColumnValues \"note\" matches \"[A-Z]{2}\" where \"id = 4\"");
    fails(rules, "ColumnValues \"note\" matches \"^[A-Z]{2}$\" where \"id = 4\"");
    fails(rules, "ColumnValues \"note\" matches \"A\" where \"id = 6\"");
    fails(rules, "ColumnValues \"note\" matches \".*\" where \"id = 5\"");
    fails(rules, "ColumnValues \"note\" not matches \"ok\"");
    // Dates are compared as dates.
    holds(rules, "ColumnValues \"day\" >= \"2023-01-01\" where \"id <> 5\"");
    holds(
        rules, "ColumnValues \"day\" between \"2022-12-31\" and \"2024-01-02\" where \"id <> 5\"");
    holds(rules, "ColumnValues \"day\" >= \"2023-01-01\" with threshold >= 0.8");
    holds(rules, "ColumnValues \"at\" <= \"2024-01-01\" where \"id <> 5\"");
    holds(rules, "ColumnValues \"day\" = \"2023-06-30\" where \"id = 2\"");
    holds(
        rules,
        "ColumnValues \"day\" != \"2020-01-01\"",
        "ColumnValues \"day\" < now() where \"id < 5\"");
    fails(
        rules, "ColumnValues \"day\" >= \"2023-01-01\"", "ColumnValues \"day\" > (now() - 3 days)");
    fails(rules, "ColumnValues \"day\" between \"2023-01-01\" and \"2023-12-31\"");
    fails(rules, "ColumnValues \"day\" <= \"2023-12-31\" where \"id <> 5\"");
    // Figures of a column leave nulls out.
    holds(rules, "Mean \"item\" between 3 and 4", "Sum \"item\" = 21", "Sum \"price\" > 33.4");
    holds(rules, "StandardDeviation \"item\" between 1.7 and 1.8", "Mean \"item\" = 3.5");
    holds(rules, "Mean \"item\" = 3.5 where \"att is not null\"", "Entropy \"id\" > 1.7");
    holds(rules, "ColumnCorrelation \"id\" \"item\" > 0.99");
    fails(rules, "Mean \"item\" > 4", "Sum \"item\" > 21");
    // Queries and composites.
    holds(rules, "CustomSql \"select count(*) from primary where code is null\" = 2");
    holds(rules, "(RowCount > 100) or (IsComplete \"id\")");
    holds(rules, "(ColumnValues \"item\" > 0) and (ColumnLength \"att\" = 1)");
    holds(
        rules,
        "((RowCount > 100) or (ColumnValues \"att\" in [\"a\",\"b\"])) and (IsUnique \"id\")");
    fails(rules, "(ColumnValues \"item\" > 1) and (ColumnValues \"item\" < 6)");
    fails(rules, "(ColumnValues \"item\" > 3) or (ColumnValues \"item\" < 3)");
    holds(rules, "DataFreshness \"at\" > 24 hours where \"id <> 5\"");
    return rules;
  }

  private static void holds(Map<String, Boolean> rules, String... dqdl) {
    List.of(dqdl).forEach(rule -> rules.put(rule, true));
  }

  private static void fails(Map<String, Boolean> rules, String... dqdl) {
    List.of(dqdl).forEach(rule -> rules.put(rule, false));
  }

  @Test
  void isThatOfTheReference() {
    ContractDraft draft = draft();
    table().keySet().forEach(rule -> draft.rule(rule, new Dqdl(rule)));

    QualityReport report = Audits.scanned(draft.ruleSet(), ROWS);

    table()
        .forEach(
            (rule, holds) ->
                assertThat(Audits.outcome(report, rule))
                    .as(rule)
                    .isInstanceOf(holds ? Outcome.Passed.class : Outcome.Violated.class));
  }

  @Test
  void refusesWhatCannotBeDoneAllAtOnce() {
    Map<String, String> faults =
        Map.ofEntries(
            Map.entry(
                "ColumnValues \"item\" > \"2023-01-01\"", "item is of type integer, not a date"),
            Map.entry("ColumnValues \"att\" > 5", "att is of type string, not a number"),
            Map.entry("ColumnValues \"item\" matches \"1\"", "only text has a pattern"),
            Map.entry("ColumnValues \"att\" matches \"(?=a)a\"", "look-ahead"),
            Map.entry("ColumnValues \"item\" = EMPTY", "only text is EMPTY"),
            Map.entry("ColumnLength \"item\" > 1", "only text has a length"),
            Map.entry("ColumnValues \"itme\" > 1", "did you mean item?"),
            Map.entry("ColumnValues \"item\" in [\"x\"]", "the literal x is not of type integer"),
            Map.entry("RowCount > avg(last(3))", "history"),
            Map.entry("FileFreshness \"s3://x\" > 1 days", ""),
            Map.entry(
                "IsComplete \"att\" where \"exists (select 1 from csv.`/etc/passwd`)\"",
                "holds a query"),
            Map.entry("CustomSql \"insert into a.b select 1\" > 0", "only a query is allowed"),
            Map.entry(
                "CustomSql \"select count(*) from text.`/etc/hostname`\" > 0", "is not a table"));
    ContractDraft draft = draft();
    faults.keySet().forEach(rule -> draft.rule(rule, new Dqdl(rule)));

    assertThatThrownBy(draft::ruleSet)
        .satisfies(
            e ->
                faults.forEach(
                    (rule, reason) ->
                        assertThat(e).hasMessageContaining(rule).hasMessageContaining(reason)));
  }

  @Test
  void isTheSameWhenAWriteObservesIt() {
    ContractDraft draft = draft();
    table().keySet().stream()
        .filter(r -> r.startsWith("ColumnValues") || r.startsWith("ColumnLength"))
        .forEach(rule -> draft.rule(rule, new Dqdl(rule)));
    RuleSet rules = draft.ruleSet();

    QualityReport report = Audits.observed(rules, ROWS);

    rules
        .rules()
        .forEach(
            rule ->
                assertThat(Audits.outcome(report, rule.id()))
                    .as(rule.id())
                    .isInstanceOf(
                        table().get(rule.id()) ? Outcome.Passed.class : Outcome.Violated.class));
  }
}
