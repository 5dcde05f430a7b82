package dev.jetbridge.quality.audit;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.CustomSql;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.analyzers.runners.AnalysisRunner;
import com.amazon.deequ.metrics.Metric;
import dev.jetbridge.quality.observation.Measurement;
import dev.jetbridge.quality.observation.RowCounter;
import dev.jetbridge.quality.rules.RuleFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/**
 * Reads rows for the analyzers of many rules: one pass for all that share a scan, Deequ's own
 * passes for each set of grouping columns, one query for each rule in SQL.
 */
public final class TableScan {
  private static final int DEEPEST = 50;

  private final Dataset<Row> rows;
  private final Map<Analyzer<?, Metric<?>>, Metric<?>> metrics = new LinkedHashMap<>();
  private final Map<Analyzer<?, Metric<?>>, String> causes = new LinkedHashMap<>();

  public TableScan(Dataset<Row> rows) {
    this.rows = rows;
  }

  public Measurement measure(Collection<Analyzer<?, Metric<?>>> analyzers) {
    Set<Analyzer<?, Metric<?>>> distinct = new LinkedHashSet<>(analyzers);
    distinct.add(RowCounter.ROWS);
    FittingAnalyzers fitting = new FittingAnalyzers(distinct, rows);
    causes.putAll(fitting.causes());
    List<Analyzer<?, Metric<?>>> shareable = new ArrayList<>();
    List<Analyzer<?, Metric<?>>> others = new ArrayList<>();
    for (Analyzer<?, Metric<?>> analyzer : fitting.fitting()) {
      Analyzer<?, ?> kind = analyzer;
      if (kind instanceof CustomSql query) {
        query(analyzer, query);
      } else if (analyzer instanceof ScanShareableAnalyzer<?, ?>) {
        shareable.add(analyzer);
      } else {
        others.add(analyzer);
      }
    }
    Dataset<Row> needed = NeededColumns.of(rows, shareable, others);
    run(shareable, needed);
    run(others, needed);
    return new Measurement(metrics, causes);
  }

  /**
   * Deequ turns most failures into failed metrics; what it throws concerns all it was given, and so
   * does a condition that throws on a row. Then each is run by itself, to find which it was.
   */
  private void run(List<Analyzer<?, Metric<?>>> analyzers, Dataset<Row> needed) {
    if (analyzers.isEmpty()) {
      return;
    }
    try {
      Map<Analyzer<?, Metric<?>>, Metric<?>> measured =
          JavaConverters.mapAsJavaMap(
              AnalysisRunner.onData(needed)
                  .addAnalyzers(JavaConverters.asScalaBuffer(analyzers))
                  .run()
                  .metricMap());
      if (analyzers.size() > 1 && measured.values().stream().allMatch(TableScan::failedInTask)) {
        analyzers.forEach(analyzer -> run(List.of(analyzer), needed));
        return;
      }
      metrics.putAll(measured);
    } catch (Exception e) {
      analyzers.forEach(analyzer -> causes.put(analyzer, Causes.of(e)));
    }
  }

  private static boolean failedInTask(Metric<?> metric) {
    return metric.value().isFailure()
        && Stream.iterate(metric.value().failed().get(), t -> t != null, Throwable::getCause)
            .limit(DEEPEST)
            .anyMatch(SparkException.class::isInstance);
  }

  private void query(Analyzer<?, Metric<?>> analyzer, CustomSql query) {
    try {
      metrics.put(analyzer, new SqlQuery(query).run(rows.sparkSession()));
    } catch (RuleFault fault) {
      causes.put(analyzer, fault.reason());
    } catch (Exception e) {
      causes.put(analyzer, Causes.of(e));
    }
  }
}
