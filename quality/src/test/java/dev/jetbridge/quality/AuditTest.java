package dev.jetbridge.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.QualityRule.Dqdl;
import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.QualityRule.Severity;
import dev.jetbridge.quality.observation.ObservedMetrics;
import dev.jetbridge.quality.report.QualityReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class AuditTest extends SparkTest {

  private static Dataset<Row> numbered(int rows) {
    return SPARK.range(rows).selectExpr("cast(id as int) n", "concat('p', id) name");
  }

  private static ContractDraft draft() {
    return ContractDraft.of()
        .key("n", "int")
        .optional("name", "string", ContractDraft.pattern("^p.*"));
  }

  @Test
  void readsOnceForAllRulesThatShareAScan() {
    RuleSet rules =
        ContractDraft.of()
            .optional("n", "int", ContractDraft.bounds("0", "100"))
            .optional("name", "string", ContractDraft.pattern("^p.*"))
            .rule("a", new Dqdl("RowCount > 1"))
            .rule("b", new Dqdl("Mean \"n\" > 1"))
            .rule("c", new Dqdl("(StandardDeviation \"n\" > 1) or (IsComplete \"name\")"))
            .ruleSet();

    int ofOneAggregation = jobsOf(() -> numbered(20).groupBy().count().collectAsList());

    assertThat(jobsOf(() -> Audits.scanned(rules, numbered(20)))).isEqualTo(ofOneAggregation);
  }

  @Test
  void readsForTheKeyOnlyAfterAnObservedWrite() {
    RuleSet rules = draft().rule("a", new Dqdl("Mean \"n\" > 1")).ruleSet();
    Dataset<Row> rows = numbered(20).coalesce(1);
    ObservedMetrics observed = Audits.observe(rules, rows);

    int jobs = jobsOf(() -> rules.evaluate(rows, rows, Map.of(), Optional.of(observed)));

    assertThat(jobs).isBetween(1, 5);
  }

  private static int jobsOf(Runnable action) {
    String group = "jobs-of-" + System.nanoTime();
    SPARK.sparkContext().setJobGroup(group, "counted", false);
    try {
      action.run();
    } finally {
      SPARK.sparkContext().clearJobGroup();
    }
    return SPARK.sparkContext().statusTracker().getJobIdsForGroup(group).length;
  }

  @Test
  void auditsInParallelReadTheirOwnRows() throws Exception {
    RuleSet rules =
        draft()
            .rule("rows", new Dqdl("CustomSql \"select count(*) from primary\" >= 0"))
            .rule(
                "known",
                new Dqdl("CustomSql \"select count(*) from primary join other using (n)\" >= 0"))
            .rule(
                "odd",
                new Dqdl("CustomSql \"select n from primary where n % 2 = 1\" with threshold >= 0"))
            .ruleSet();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<QualityReport>> reports =
          IntStream.of(4, 6, 8, 10)
              .mapToObj(
                  n ->
                      threads.submit(
                          () ->
                              rules.evaluate(
                                  numbered(n),
                                  numbered(n),
                                  Map.of("other", numbered(n - 1)),
                                  Optional.empty())))
              .toList();

      for (int i = 0; i < reports.size(); i++) {
        double n = 4 + 2 * i;
        QualityReport report = reports.get(i).get();
        assertThat(Audits.value(report, "rows")).contains(n);
        assertThat(Audits.value(report, "known")).contains(n - 1);
        assertThat(Audits.value(report, "odd")).contains(0.5);
        assertThat(report.publishable()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void leavesNoViewBehind() {
    RuleSet rules =
        draft().rule("rows", new Dqdl("CustomSql \"select count(*) from primary\" > 0")).ruleSet();

    Audits.scanned(rules, numbered(3));

    assertThat(SPARK.catalog().tableExists("primary")).isFalse();
  }

  @Test
  void queriesNameAnotherProductWithAnUnderscore() {
    RuleSet rules =
        draft()
            .rule(
                "known",
                Optional.empty(),
                Scope.TABLE,
                Severity.ERROR,
                new Dqdl(
                    "CustomSql \"select count(*) from primary left anti join reference_names"
                        + " using (n)\" = 1"))
            .rule("refers", new Dqdl("ReferentialIntegrity \"n\" \"reference.names.{n}\" >= 0.75"))
            .ruleSet();

    QualityReport report =
        rules.evaluate(
            numbered(4), numbered(4), Map.of("reference.names", numbered(3)), Optional.empty());

    assertThat(report.publishable()).isTrue();
    assertThat(Audits.value(report, "refers")).contains(0.75);
  }
}
