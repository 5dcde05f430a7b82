package dev.jetbridge.quality.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.QualityRule.Expectation;
import dev.jetbridge.contracts.QualityRule.Library;
import dev.jetbridge.contracts.QualityRule.Metric;
import dev.jetbridge.contracts.QualityRule.Operator;
import dev.jetbridge.contracts.QualityRule.Unit;
import dev.jetbridge.quality.Audits;
import dev.jetbridge.quality.ContractDraft;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.quality.SparkTest;
import dev.jetbridge.quality.report.Outcome;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class LibraryRuleTest extends SparkTest {

  @Test
  void countsWhatTheMetricSays() {
    Map<String, Object> missing = Map.of("missingValues", Arrays.asList(null, "", "N/A"));
    Map<String, Object> listed = Map.of("missingValues", List.of("N/A"));
    Map<String, Object> invalid =
        Map.of("validValues", List.of("ab", "O'Hare", "xyz"), "pattern", "^.{2,6}$");
    Map<String, Object> columns = Map.of("properties", List.of("name", "n"));
    RuleSet rules =
        ContractDraft.of()
            .optional("name", "string")
            .optional("n", "int")
            .ruleOf("name", "nulls", rows(Metric.NULL_VALUES, Map.of()))
            .ruleOf("name", "missing", rows(Metric.MISSING_VALUES, missing))
            .ruleOf("name", "listed", rows(Metric.MISSING_VALUES, listed))
            .ruleOf("name", "invalid", rows(Metric.INVALID_VALUES, invalid))
            .ruleOf("name", "repeated", rows(Metric.DUPLICATE_VALUES, Map.of()))
            .rule("pairs", rows(Metric.DUPLICATE_VALUES, columns))
            .rule("count", rows(Metric.ROW_COUNT, Map.of()))
            .ruleOf("name", "null_share", percent(Metric.NULL_VALUES, Map.of()))
            .ruleOf("name", "missing_share", percent(Metric.MISSING_VALUES, missing))
            .ruleOf("name", "invalid_share", percent(Metric.INVALID_VALUES, invalid))
            .ruleOf("name", "repeated_share", percent(Metric.DUPLICATE_VALUES, Map.of()))
            .ruleSet();
    Dataset<Row> rows =
        rows(
            "name string, n int",
            row("ab", 1),
            row("ab", 1),
            row("ab", 2),
            row("O'Hare", 1),
            row("N/A", 1),
            row("", null),
            row(null, 1),
            row(null, 1));

    Map<String, Double> values = new LinkedHashMap<>();
    Audits.observed(rules, rows)
        .results()
        .forEach(r -> values.put(r.rule(), Audits.value(r.outcome()).orElseThrow()));

    assertThat(values)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("nulls", 2.0),
                Map.entry("missing", 4.0),
                Map.entry("listed", 1.0),
                Map.entry("invalid", 2.0),
                Map.entry("repeated", 2.0),
                Map.entry("pairs", 1.0),
                Map.entry("count", 8.0),
                Map.entry("null_share", 0.75),
                Map.entry("missing_share", 50.0),
                Map.entry("invalid_share", 25.0),
                Map.entry("repeated_share", 25.0)));
  }

  /** 7 of 100 rows are null: a share that no double holds exactly. */
  @Test
  void operatorsAreExactAtTheirBoundary() {
    Dataset<Row> rows =
        texts(
            "name",
            IntStream.range(0, 100).mapToObj(i -> i < 7 ? null : "x").toArray(String[]::new));
    Map<String, Boolean> expected = new LinkedHashMap<>();
    ContractDraft draft = ContractDraft.of().optional("name", "string");
    for (Unit unit : Unit.values()) {
      Metric metric = Metric.NULL_VALUES;
      add(draft, expected, unit, metric, true, Operator.BE, "7");
      add(draft, expected, unit, metric, false, Operator.BE, "7.1");
      add(draft, expected, unit, metric, false, Operator.NOT_BE, "7");
      add(draft, expected, unit, metric, true, Operator.NOT_BE, "8");
      add(draft, expected, unit, metric, false, Operator.GREATER_THAN, "7");
      add(draft, expected, unit, metric, true, Operator.GREATER_THAN, "6.9");
      add(draft, expected, unit, metric, true, Operator.GREATER_OR_EQUAL, "7");
      add(draft, expected, unit, metric, false, Operator.GREATER_OR_EQUAL, "7.01");
      add(draft, expected, unit, metric, false, Operator.LESS_THAN, "7");
      add(draft, expected, unit, metric, true, Operator.LESS_THAN, "7.01");
      add(draft, expected, unit, metric, true, Operator.LESS_OR_EQUAL, "7");
      add(draft, expected, unit, metric, false, Operator.LESS_OR_EQUAL, "6.99");
      add(draft, expected, unit, metric, false, Operator.BETWEEN, "7", "8");
      add(draft, expected, unit, metric, false, Operator.BETWEEN, "6", "7");
      add(draft, expected, unit, metric, true, Operator.BETWEEN, "6.9", "7.1");
      add(draft, expected, unit, metric, true, Operator.NOT_BETWEEN, "7", "8");
      add(draft, expected, unit, metric, true, Operator.NOT_BETWEEN, "6", "7");
      add(draft, expected, unit, metric, false, Operator.NOT_BETWEEN, "6.9", "7.1");
    }
    Metric missing = Metric.MISSING_VALUES;
    add(draft, expected, Unit.PERCENT, missing, true, Operator.LESS_OR_EQUAL, "7");
    add(draft, expected, Unit.PERCENT, missing, false, Operator.LESS_THAN, "7");
    add(draft, expected, Unit.PERCENT, missing, true, Operator.GREATER_OR_EQUAL, "7");

    Map<String, Boolean> passed = new LinkedHashMap<>();
    Audits.scanned(draft.ruleSet(), rows)
        .results()
        .forEach(r -> passed.put(r.rule(), r.outcome() instanceof Outcome.Passed));

    assertThat(passed).isEqualTo(expected);
  }

  private static void add(
      ContractDraft draft,
      Map<String, Boolean> expected,
      Unit unit,
      Metric metric,
      Boolean passes,
      Operator operator,
      String... values) {
    String id = (metric + " " + unit + " " + operator + " " + String.join(" ", values));
    expected.put(id, passes);
    Map<String, Object> arguments =
        metric == Metric.MISSING_VALUES
            ? Map.of("missingValues", Arrays.asList((Object) null))
            : Map.of();
    draft.ruleOf(
        "name",
        id,
        new Library(
            metric,
            arguments,
            unit,
            new Expectation(operator, Arrays.stream(values).map(BigDecimal::new).toList())));
  }

  private static Library rows(Metric metric, Map<String, Object> arguments) {
    return new Library(metric, arguments, Unit.ROWS, atLeastZero());
  }

  private static Library percent(Metric metric, Map<String, Object> arguments) {
    return new Library(metric, arguments, Unit.PERCENT, atLeastZero());
  }

  private static Expectation atLeastZero() {
    return new Expectation(Operator.GREATER_OR_EQUAL, List.of(BigDecimal.ZERO));
  }
}
