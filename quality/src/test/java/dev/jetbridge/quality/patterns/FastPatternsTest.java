package dev.jetbridge.quality.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.QualityRule.Dqdl;
import dev.jetbridge.quality.Audits;
import dev.jetbridge.quality.ContractDraft;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.quality.SparkTest;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

class FastPatternsTest extends SparkTest {
  private static final List<Rule<LogicalPlan>> NO_RULES = List.of();

  private static final String[] VALUES = {
    "ab", "abc", "é", "éé", "xy", "a_b", "a%b", "", "a.b@c.d", "a\nb", "12", "X", null
  };

  @Test
  void takesTheLastLookAwayFromJavaAndChangesNothing() {
    List<String> predicates =
        List.of(
            "not (value rlike '^[a-z]{2}$') or value rlike 'x|y'",
            "value rlike '(a|é)+'",
            "regexp_like(value, '[0-9]')",
            "value like 'a%b'",
            "value like '_%_'",
            "value like 'a\\\\_b'",
            "value like '%a%b%'",
            "value like any ('a%b', '%é')",
            "value not like all ('a%b', '%x%y')",
            "value ilike 'x%x' or value ilike '_'");
    Dataset<Row> rows = texts("value", VALUES);
    Column[] columns = new Column[predicates.size()];
    Arrays.setAll(columns, i -> functions.expr(predicates.get(i)).as("p" + i));
    SPARK.experimental().extraOptimizations_$eq(JavaConverters.asScalaBuffer(NO_RULES).toList());
    List<Row> asJavaHasIt = rows.select(columns).collectAsList();

    FastPatterns.install(SPARK);
    FastPatterns.install(SPARK);
    Dataset<Row> fast = SPARK.range(1).crossJoin(rows).select(columns);

    assertThat(SPARK.experimental().extraOptimizations().size()).isEqualTo(1);
    assertThat(fast.queryExecution().optimizedPlan().toString().toLowerCase(Locale.ROOT))
        .doesNotContain(" rlike ")
        .doesNotContain("rlike(")
        .doesNotContain(" like ");
    assertThat(fast.collectAsList()).isEqualTo(asJavaHasIt);
    assertThat(rows.select(FastPatterns.in(functions.expr("value rlike 'a.b'"))).collectAsList())
        .isEqualTo(rows.select(functions.expr("value rlike 'a.b'")).collectAsList());
  }

  @Test
  void keepsHostileValuesFromEveryWayOfMeasuring() {
    // Not of local rows: Spark evaluates those while it still optimises.
    Dataset<Row> rows =
        SPARK
            .range(2)
            .selectExpr("concat('a@b.c', repeat('.', cast(1000000 * (1 - id) as int))) as value");
    String email = "([^@ ]+)+@([^@ ]+)+[.][a-z]+";
    String whole = "^" + email + "$";
    RuleSet rules =
        ContractDraft.of()
            .optional("value", "string")
            .rule("matches", new Dqdl("ColumnValues \"value\" matches \"" + email + "\""))
            .rule("where", new Dqdl("RowCount = 1 where \"value rlike '" + whole + "'\""))
            .rule(
                "sql",
                new Dqdl(
                    "CustomSql \"select count(*) from primary where value rlike '"
                        + whole
                        + "'\" = 1"))
            .rule("like", new Dqdl("RowCount = 0 where \"value like '%.%.%.%.%.%.%.%.%.%x%x'\""))
            .ruleSet();
    long start = System.nanoTime();

    QualityReport scanned = Audits.scanned(rules, rows);
    QualityReport observed = Audits.observed(rules, rows);

    assertThat((System.nanoTime() - start) / 1e9).isLessThan(30);
    for (String rule : List.of("where", "sql", "like")) {
      assertThat(Audits.outcome(scanned, rule)).isInstanceOf(Outcome.Passed.class);
      assertThat(Audits.outcome(observed, rule)).isInstanceOf(Outcome.Passed.class);
    }
    assertThat(Audits.outcome(scanned, "matches")).isInstanceOf(Outcome.Violated.class);
    assertThat(Audits.outcome(observed, "matches")).isInstanceOf(Outcome.Violated.class);
  }
}
