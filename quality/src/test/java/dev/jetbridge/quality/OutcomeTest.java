package dev.jetbridge.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.QualityRule.Dqdl;
import dev.jetbridge.contracts.QualityRule.Expectation;
import dev.jetbridge.contracts.QualityRule.Operator;
import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.QualityRule.Severity;
import dev.jetbridge.contracts.QualityRule.Sql;
import dev.jetbridge.contracts.WriteMode;
import dev.jetbridge.quality.audit.Causes;
import dev.jetbridge.quality.report.MeasuredBy;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.quality.report.RuleResult;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest extends SparkTest {
  private static final String DDL = "name string, n int, x double";

  private static RuleSet rule(String dqdl) {
    return draft().rule("rule", new Dqdl(dqdl)).ruleSet();
  }

  private static ContractDraft draft() {
    return ContractDraft.of()
        .optional("name", "string")
        .optional("n", "int")
        .optional("x", "double");
  }

  private static Outcome scanned(String dqdl, Dataset<Row> rows) {
    return Audits.outcome(Audits.scanned(rule(dqdl), rows), "rule");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IsComplete \"name\"",
        "RowCount = 0 where \"n is null\"",
        "ColumnValues \"name\" in [\"a\"]",
        "Mean \"n\" > 0",
        "IsUnique \"name\"",
        "IsPrimaryKey \"name\" \"n\"",
        "CustomSql \"select count(*) from primary\" = 0",
        "CustomSql \"select name from primary\" with threshold < 1",
        "ColumnDataType \"name\" = \"INTEGER\"",
        "(IsComplete \"name\") and (IsComplete \"n\")"
      })
  void aRuleOverNoRowsIsNotEvaluated(String dqdl) {
    assertThat(scanned(dqdl, rows(DDL))).isEqualTo(new Outcome.NotEvaluated(Causes.NO_ROWS));
  }

  @ParameterizedTest
  @CsvSource({"RowCount = 0, true", "RowCount > 0, false"})
  void theNumberOfRowsIsKnownAlsoWhenThereAreNone(String dqdl, boolean passes) {
    assertThat(scanned(dqdl, rows(DDL)))
        .isInstanceOf(passes ? Outcome.Passed.class : Outcome.Violated.class);
    assertThat(Audits.outcome(Audits.observed(rule(dqdl), rows(DDL).repartition(2)), "rule"))
        .isEqualTo(scanned(dqdl, rows(DDL)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IsComplete \"name\" where \"n > 9\"",
        "ColumnValues \"name\" in [\"a\"] where \"n > 9\"",
        "ColumnValues \"n\" > 0 where \"n > 9\"",
        "ColumnLength \"name\" < 9 where \"n > 9\"",
        "ColumnValues \"name\" matches \"a\" where \"n > 9\"",
        "Mean \"n\" > 0 where \"n > 9\"",
        "IsUnique \"name\" where \"n > 9\"",
        "ColumnDataType \"name\" = \"INTEGER\" where \"n > 9\"",
        "Mean \"x\" > 0",
        "Sum \"x\" = 0",
        "StandardDeviation \"x\" = 0",
        "ColumnCorrelation \"n\" \"x\" > 0",
        "CustomSql \"select max(x) from primary\" <= 0",
        "CustomSql \"select n from primary\" <= 0",
        "CustomSql \"select n, x from primary\" <= 0",
        "CustomSql \"select n from absent\" <= 0",
        "ReferentialIntegrity \"name\" \"absent.name\" = 1.0",
        "Mean \"name\" > 0"
      })
  void aRuleThatMeasuresNothingIsNotEvaluated(String dqdl) {
    Dataset<Row> rows = rows(DDL, row("secret", 1, null), row("hidden", 2, null));

    Outcome outcome = scanned(dqdl, rows);

    assertThat(outcome).isInstanceOf(Outcome.NotEvaluated.class);
    assertThat(((Outcome.NotEvaluated) outcome).cause())
        .isNotBlank()
        .doesNotContain("secret", "hidden");
  }

  @Test
  void aMeasureThatIsNotANumberIsNotEvaluated() {
    Dataset<Row> rows = rows(DDL, row("a", 1, Double.NaN), row("b", 2, 1.0));

    assertThat(scanned("Mean \"x\" > 0", rows))
        .isEqualTo(new Outcome.NotEvaluated(Causes.NOT_A_NUMBER));
  }

  @Test
  void oneRuleThatDoesNotFitLeavesTheOthersEvaluated() {
    RuleSet rules =
        draft()
            .rule("broken", new Dqdl("Mean \"name\" > 0"))
            .rule("sound", new Dqdl("Completeness \"name\" > 0"))
            .ruleSet();
    Dataset<Row> rows = rows(DDL, row("a", 1, 1.0));

    for (QualityReport report :
        List.of(Audits.scanned(rules, rows), Audits.observed(rules, rows))) {
      assertThat(Audits.outcome(report, "broken")).isInstanceOf(Outcome.NotEvaluated.class);
      assertThat(Audits.outcome(report, "sound")).isInstanceOf(Outcome.Passed.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(IsComplete \"n\") and (IsComplete \"name\") | Violated",
        "(IsComplete \"name\") and (Mean \"x\" > 0) | Violated",
        "(IsComplete \"n\") and (Mean \"x\" > 0) | NotEvaluated",
        "(IsComplete \"n\") or (Mean \"x\" > 0) | Passed",
        "(IsComplete \"name\") or (Mean \"x\" > 0) | NotEvaluated",
        "(IsComplete \"name\") or (IsComplete \"x\") | Violated"
      })
  void aCompositeRuleIsDecidedByWhatIsKnown(String dqdl, String outcome) {
    Dataset<Row> rows = rows(DDL, row("a", 1, null), row(null, 2, null));

    assertThat(scanned(dqdl, rows).getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(Audits.outcome(Audits.observed(rule(dqdl), rows), "rule"))
        .isEqualTo(scanned(dqdl, rows));
  }

  @Test
  void aViolationTellsMeasureAndExpectationAndNoRowValue() {
    RuleSet rules =
        draft()
            .rule(
                "shares",
                new Sql(
                    "select 100.0 * count_if(name = 'secret') / count(*) from {object}",
                    new Expectation(Operator.LESS_THAN, List.of(new BigDecimal("50")))))
            .ruleSet();

    QualityReport report = Audits.scanned(rules, rows(DDL, row("secret", 1, 1.0)));

    assertThat(Audits.outcome(report, "shares"))
        .isEqualTo(new Outcome.Violated(Optional.of(100.0), "result of the query < 50"));
  }

  @Test
  void onlyErrorsBlockAndWhatIsNotEvaluatedBlocksToo() {
    RuleSet rules =
        draft()
            .rule("warns", Optional.empty(), Scope.RUN, Severity.WARNING, new Dqdl("RowCount > 9"))
            .rule(
                "unknown",
                Optional.empty(),
                Scope.RUN,
                Severity.WARNING,
                new Dqdl("Mean \"x\" > 9"))
            .ruleSet();
    RuleSet strict = rule("Mean \"x\" > 9");
    Dataset<Row> rows = rows(DDL, row("a", 1, null));

    QualityReport lenient = Audits.scanned(rules, rows);

    assertThat(lenient.publishable()).isTrue();
    assertThat(List.of(lenient.passed(), lenient.violated(), lenient.notEvaluated()))
        .containsExactly(0L, 1L, 1L);
    assertThat(Audits.scanned(strict, rows).blocking())
        .extracting(RuleResult::rule)
        .containsExactly("rule");
  }

  @Test
  void aReplacedTableIsTheRun() {
    RuleSet rules =
        draft()
            .writing(WriteMode.OVERWRITE)
            .rule("rule", Optional.empty(), Scope.TABLE, Severity.ERROR, new Dqdl("RowCount = 1"))
            .ruleSet();
    Dataset<Row> run = rows(DDL, row("a", 1, 1.0));

    QualityReport report =
        rules.evaluate(run, rows(DDL), Map.of(), Optional.of(Audits.observe(rules, run)));

    assertThat(Audits.result(report, "rule").measuredBy()).isEqualTo(MeasuredBy.OBSERVED);
    assertThat(report.passed()).isEqualTo(1);
  }
}
