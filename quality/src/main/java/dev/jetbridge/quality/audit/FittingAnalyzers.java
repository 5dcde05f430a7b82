package dev.jetbridge.quality.audit;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.FilterableAnalyzer;
import com.amazon.deequ.analyzers.Preconditions;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.metrics.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * Divides analyzers into those that can be computed on the columns of a dataset and those that
 * cannot, with the cause. Deequ computes the scan-shareable ones in one query, which one of them
 * would spoil for all.
 */
public final class FittingAnalyzers {
  private final List<Analyzer<?, Metric<?>>> fitting = new ArrayList<>();
  private final Map<Analyzer<?, Metric<?>>, String> causes = new LinkedHashMap<>();

  public FittingAnalyzers(Collection<Analyzer<?, Metric<?>>> analyzers, Dataset<Row> data) {
    for (Analyzer<?, Metric<?>> analyzer : analyzers) {
      Option<Exception> unmet =
          Preconditions.findFirstFailing(data.schema(), analyzer.preconditions());
      if (unmet.isEmpty()) {
        fitting.add(analyzer);
      } else {
        causes.put(analyzer, Causes.of(unmet.get()));
      }
    }
    if (unresolved(fitting, data).isDefined()) {
      for (Analyzer<?, Metric<?>> analyzer : List.copyOf(fitting)) {
        Option<Throwable> failure = unresolved(List.of(analyzer), data);
        if (failure.isDefined()) {
          fitting.remove(analyzer);
          causes.put(analyzer, Causes.of(failure.get()));
        }
      }
    }
  }

  public List<Analyzer<?, Metric<?>>> fitting() {
    return fitting;
  }

  Map<Analyzer<?, Metric<?>>, String> causes() {
    return causes;
  }

  private static Option<Throwable> unresolved(
      List<Analyzer<?, Metric<?>>> analyzers, Dataset<Row> data) {
    List<Column> columns = new ArrayList<>();
    for (Analyzer<?, Metric<?>> analyzer : analyzers) {
      if (analyzer instanceof ScanShareableAnalyzer<?, ?> shareable) {
        columns.addAll(JavaConverters.seqAsJavaList(shareable.aggregationFunctions()));
      } else if (analyzer instanceof FilterableAnalyzer filterable
          && filterable.filterCondition().isDefined()) {
        columns.add(functions.count(functions.expr(filterable.filterCondition().get())));
      }
    }
    return scala.util.Try.apply(
            () -> data.agg(functions.count("*"), columns.toArray(Column[]::new)).schema())
        .failed()
        .toOption();
  }
}
