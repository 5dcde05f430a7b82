package dev.jetbridge.quality.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.DataType;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.dqdl.translation.DQDLRuleTranslator;
import com.amazon.deequ.metrics.Metric;
import dev.jetbridge.quality.SparkTest;
import dev.jetbridge.quality.audit.TableScan;
import dev.jetbridge.quality.observation.ObservationPlan;
import dev.jetbridge.quality.observation.ObservedWrite;
import dev.jetbridge.quality.observation.RowProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;
import software.amazon.glue.dqdl.parser.DQDLParser;

class ObservableAnalyzersTest extends SparkTest {
  private static final List<String> RULES =
      List.of(
          "RowCount > 0",
          "RowCount > 0 where \"n > 3\"",
          "IsComplete \"t\"",
          "Completeness \"t\" > 0.1 where \"n > 3\"",
          "ColumnValues \"t\" in [\"a1\", \"a2\"]",
          "ColumnValues \"t\" matches \"a[0-9]\"",
          "ColumnValues \"n\" >= 0",
          "ColumnValues \"n\" <= 10 where \"n < 100\"",
          "ColumnLength \"t\" between 0 and 9",
          "Mean \"n\" > 0",
          "Sum \"n\" > 0",
          "StandardDeviation \"n\" > 0",
          "ColumnCorrelation \"n\" \"m\" > 0");

  private final List<Analyzer<?, Metric<?>>> analyzers = new ArrayList<>();

  ObservableAnalyzersTest() throws Exception {
    for (String rule : RULES) {
      analyzers.addAll(
          ExecutableRules.analyzers(
              DQDLRuleTranslator.toExecutableRules(new DQDLParser().parse("Rules = [" + rule + "]"))
                  .head()));
    }
  }

  @Test
  void everyMemberIsHeldToTheTest() {
    Set<Class<?>> tested = new HashSet<>();
    analyzers.forEach(analyzer -> tested.add(analyzer.getClass()));

    assertThat(tested).isEqualTo(ObservableAnalyzers.classes());
  }

  @Test
  void observesEachAggregationOnce() {
    List<String> columns =
        new ObservationPlan(analyzers, List.of(), RowProfile.NONE)
            .columns().stream().map(c -> c.expr().sql().replaceFirst(" AS \\w+$", "")).toList();

    assertThat(columns).doesNotHaveDuplicates();
    assertThat(columns).filteredOn(c -> c.equals("count(1)")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7})
  void observedMetricsEqualScannedOnes(int partitions) {
    Dataset<Row> rows = sample().repartition(partitions).cache();

    assertObservedEqualsScanned(rows);
  }

  @Test
  void observedMetricsEqualScannedOnesAfterAFilter() {
    Dataset<Row> rows = sample().filter("n % 3 <> 1");

    assertObservedEqualsScanned(rows);
  }

  @Test
  void refusesWhatDoesNotSerialise() {
    DataType analyzer = new DataType("t", Option.empty());

    assertThat(analyzer).isInstanceOf(ScanShareableAnalyzer.class);
    assertThat(ObservableAnalyzers.contains(analyzer)).isFalse();
  }

  /** Partial sums of doubles may be merged in any order, hence not to the last bit. */
  private void assertObservedEqualsScanned(Dataset<Row> rows) {
    Map<Analyzer<?, Metric<?>>, Metric<?>> observed = observed(rows);
    Map<Analyzer<?, Metric<?>>, Metric<?>> scanned =
        new TableScan(rows).measure(analyzers).metrics();

    assertThat(observed.keySet()).isEqualTo(scanned.keySet());
    observed.forEach(
        (analyzer, metric) ->
            assertThat((Double) metric.value().get())
                .as(analyzer.toString())
                .isCloseTo((Double) scanned.get(analyzer).value().get(), withinPercentage(1e-10)));
  }

  private Map<Analyzer<?, Metric<?>>, Metric<?>> observed(Dataset<Row> rows) {
    ObservationPlan plan = new ObservationPlan(analyzers, List.of(), RowProfile.NONE);
    Observation observation = Observation.apply();
    Dataset<Row> observed =
        rows.observe(
            observation,
            plan.columns().get(0),
            plan.columns().stream().skip(1).toArray(Column[]::new));
    observed.write().format("noop").mode("overwrite").save();
    return new ObservedWrite(observed, observation, plan)
        .metrics(rows.count(), Duration.ofSeconds(60))
        .orElseThrow()
        .measurement()
        .metrics();
  }

  /** Whole numbers, whose sums do not depend on the order of the rows. */
  private static Dataset<Row> sample() {
    return rows(
        "n int, m int, t string",
        IntStream.range(0, 40)
            .mapToObj(i -> row(i % 5 == 4 ? null : i, i * i, i % 4 == 3 ? null : "a" + i))
            .toArray(Row[]::new));
  }
}
