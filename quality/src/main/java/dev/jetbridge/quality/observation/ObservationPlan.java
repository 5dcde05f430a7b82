package dev.jetbridge.quality.observation;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.analyzers.State;
import com.amazon.deequ.metrics.Metric;
import dev.jetbridge.quality.patterns.FastPatterns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.Expression;
import scala.collection.JavaConverters;

/**
 * Which aggregations to observe for a list of analyzers, each once, and how to turn the observed
 * values back into metrics. Many analyzers share a column: all that count rows, for one.
 */
public final class ObservationPlan {
  /** Name and aggregation, by what makes two of them the same. */
  private final Map<Expression, Named> aggregations = new LinkedHashMap<>();

  private final Map<Analyzer<?, Metric<?>>, List<String>> columnsOf = new LinkedHashMap<>();
  private final ViolationFlags flags = new ViolationFlags();
  private final RowProfile profile;

  private record Named(String name, Column column) {}

  /**
   * @param analyzers whose value is wanted whatever it is
   * @param strict analyzers of rules that every row must fulfil
   * @param profile figures that no rule asks for
   */
  public ObservationPlan(
      Collection<Analyzer<?, Metric<?>>> analyzers,
      Collection<Analyzer<?, Metric<?>>> strict,
      RowProfile profile) {
    this.profile = profile;
    add(RowCounter.ROWS);
    analyzers.forEach(this::add);
    for (Analyzer<?, Metric<?>> analyzer : strict) {
      if (!columnsOf.containsKey(analyzer) && !flags.add(analyzer)) {
        add(analyzer);
      }
    }
  }

  private void add(Analyzer<?, Metric<?>> analyzer) {
    if (analyzer instanceof ScanShareableAnalyzer<?, ?> shareable) {
      List<String> columns = new ArrayList<>();
      for (Column column : JavaConverters.seqAsJavaList(shareable.aggregationFunctions())) {
        columns.add(
            aggregations
                .computeIfAbsent(
                    column.expr().canonicalized(),
                    e -> new Named("m" + aggregations.size(), column))
                .name());
      }
      columnsOf.put(analyzer, columns);
    }
  }

  /** The aggregations under their names; the first counts the rows. */
  public List<Column> columns() {
    Map<String, Column> columns = new LinkedHashMap<>();
    aggregations.values().forEach(a -> columns.put(a.name(), a.column()));
    columns.putAll(flags.columns());
    return Stream.concat(
            columns.entrySet().stream().map(e -> FastPatterns.in(e.getValue()).as(e.getKey())),
            profile.aggregate().stream())
        .toList();
  }

  boolean isCoveredBy(Map<String, Object> observed) {
    return aggregations.values().stream().map(Named::name).allMatch(observed::containsKey)
        && flags.columns().keySet().stream().allMatch(observed::containsKey);
  }

  ObservedMetrics metrics(Map<String, Object> observed) {
    Map<Analyzer<?, Metric<?>>, Metric<?>> metrics = new LinkedHashMap<>();
    columnsOf.forEach(
        (analyzer, columns) ->
            put(
                metrics,
                analyzer,
                RowFactory.create(columns.stream().map(observed::get).toArray())));
    flags
        .clear(observed, RowCounter.rows(metrics))
        .forEach((analyzer, sums) -> put(metrics, analyzer, sums));
    return new ObservedMetrics(metrics, profile.figures(observed));
  }

  private static void put(
      Map<Analyzer<?, Metric<?>>, Metric<?>> metrics, Analyzer<?, Metric<?>> analyzer, Row sums) {
    if (analyzer instanceof ScanShareableAnalyzer<?, ?> shareable) {
      metrics.put(analyzer, metric(shareable, sums));
    }
  }

  private static <S extends State<?>, M extends Metric<?>> M metric(
      ScanShareableAnalyzer<S, M> analyzer, Row sums) {
    return analyzer.computeMetricFrom(analyzer.fromAggregationResult(sums, 0));
  }
}
