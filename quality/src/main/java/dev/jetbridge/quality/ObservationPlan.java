package dev.jetbridge.quality;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.analyzers.State;
import com.amazon.deequ.metrics.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.collection.JavaConverters;

/**
 * Which aggregations to observe for a list of analyzers, each once, and how to turn the observed
 * values back into metrics. Many analyzers share a column: all that count rows, for one.
 */
final class ObservationPlan {
  private final Map<Column, String> names = new LinkedHashMap<>();
  private final Map<Analyzer<?, Metric<?>>, List<String>> columnsOf = new LinkedHashMap<>();

  ObservationPlan(Collection<Analyzer<?, Metric<?>>> analyzers) {
    add(RowCounter.ROWS);
    analyzers.forEach(this::add);
  }

  private void add(Analyzer<?, Metric<?>> analyzer) {
    if (analyzer instanceof ScanShareableAnalyzer<?, ?> shareable) {
      List<String> columns = new ArrayList<>();
      for (Column column : JavaConverters.seqAsJavaList(shareable.aggregationFunctions())) {
        columns.add(names.computeIfAbsent(column, c -> "m" + names.size()));
      }
      columnsOf.put(analyzer, columns);
    }
  }

  /** The aggregations under their names; the first counts the rows. */
  List<Column> columns() {
    return names.entrySet().stream()
        .map(e -> FastPatterns.in(e.getKey()).as(e.getValue()))
        .toList();
  }

  boolean isCoveredBy(Map<String, Object> observed) {
    return observed.keySet().containsAll(names.values());
  }

  ObservedMetrics metrics(Map<String, Object> observed) {
    Map<Analyzer<?, Metric<?>>, Metric<?>> metrics = new LinkedHashMap<>();
    columnsOf.forEach(
        (analyzer, columns) -> {
          Row row = RowFactory.create(columns.stream().map(observed::get).toArray());
          if (analyzer instanceof ScanShareableAnalyzer<?, ?> shareable) {
            metrics.put(analyzer, metric(shareable, row));
          }
        });
    return new ObservedMetrics(metrics);
  }

  private static <S extends State<?>, M extends Metric<?>> M metric(
      ScanShareableAnalyzer<S, M> analyzer, Row row) {
    return analyzer.computeMetricFrom(analyzer.fromAggregationResult(row, 0));
  }
}
