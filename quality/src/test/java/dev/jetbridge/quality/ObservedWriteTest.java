package dev.jetbridge.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.jetbridge.contracts.QualityRule.Dqdl;
import dev.jetbridge.quality.observation.ObservedMetrics;
import dev.jetbridge.quality.observation.ObservedWrite;
import dev.jetbridge.quality.report.MeasuredBy;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.quality.report.RuleResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ObservedWriteTest extends SparkTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TABLE = "lake.quality.observed";

  private final RuleSet rules =
      ContractDraft.of()
          .optional("n", "int")
          .optional("name", "string")
          .rule("rows", new Dqdl("RowCount = 5"))
          .rule("complete", new Dqdl("Completeness \"name\" > 0.5"))
          .rule("mean", new Dqdl("Mean \"n\" > 100"))
          .rule("unique", new Dqdl("IsUnique \"n\""))
          .ruleSet();

  private final Dataset<Row> rows =
      SPARK.range(5).selectExpr("cast(id as int) n", "if(id = 0, null, concat('p', id % 2)) name");

  @BeforeEach
  void createTable() {
    SPARK.sql("create namespace if not exists lake.quality");
    SPARK.sql(
        "create table " + TABLE + " (n int, name string) using iceberg partitioned by (name)");
  }

  @AfterEach
  void dropTable() {
    SPARK.sql("drop table " + TABLE);
  }

  private ObservedWrite write() throws Exception {
    ObservedWrite write = rules.observe(rows, Set.of());
    write
        .rows()
        .writeTo(TABLE)
        .option("distribution-mode", "none")
        .option("fanout-enabled", "true")
        .append();
    return write;
  }

  @Test
  void measuresWhatItWritesAndLeavesTheRowsAlone() throws Exception {
    Optional<ObservedMetrics> observed = write().metrics(5, SOON);

    assertThat(observed).map(ObservedMetrics::rows).contains(5L);
    assertThat(SPARK.table(TABLE).orderBy("n").collectAsList())
        .isEqualTo(rows.orderBy("n").collectAsList());
  }

  @Test
  void theReportFromTheWriteEqualsTheReportFromTheTable() throws Exception {
    Optional<ObservedMetrics> observed = write().metrics(5, SOON);
    Dataset<Row> table = SPARK.table(TABLE);

    QualityReport report = rules.evaluate(table, table, Map.of(), observed);

    assertThat(report.results())
        .extracting(RuleResult::outcome)
        .isEqualTo(
            Audits.scanned(rules, table).results().stream().map(RuleResult::outcome).toList());
    assertThat(report.results())
        .extracting(RuleResult::measuredBy)
        .containsExactly(
            MeasuredBy.OBSERVED, MeasuredBy.OBSERVED, MeasuredBy.OBSERVED, MeasuredBy.SCANNED);
  }

  @Test
  void isNotBelievedWhenTheSnapshotAddedAnotherNumberOfRows() throws Exception {
    assertThat(write().metrics(6, SOON)).isEmpty();
  }

  @Test
  void isEmptyWhenNothingIsDeliveredInTime() {
    assertThat(rules.observe(rows, Set.of()).metrics(5, Duration.ofMillis(50))).isEmpty();
  }

  @Test
  void isEmptyAfterAWriteThatFailed() {
    ObservedWrite write = rules.observe(rows, Set.of());
    Dataset<Row> failing = write.rows().selectExpr("if(n = 3, raise_error('stop'), n) n");

    assertThat(catchThrowable(() -> failing.write().format("noop").mode("overwrite").save()))
        .isNotNull();
    assertThat(write.metrics(5, SOON)).isEmpty();
  }
}
