package dev.jetbridge.quality.observation;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.runners.AnalyzerContext;
import com.amazon.deequ.metrics.Metric;
import java.util.Collection;
import java.util.Map;
import scala.collection.immutable.Map$;

/**
 * What was measured of a set of rows.
 *
 * @param metrics what was measured, the number of rows included
 * @param causes why an analyzer has no metric
 */
public record Measurement(
    Map<Analyzer<?, Metric<?>>, Metric<?>> metrics, Map<Analyzer<?, Metric<?>>, String> causes) {

  public long rows() {
    return RowCounter.rows(metrics);
  }

  public boolean covers(Collection<Analyzer<?, Metric<?>>> analyzers) {
    return metrics.keySet().containsAll(analyzers);
  }

  /** The metrics as Deequ's checks read them. */
  public AnalyzerContext context() {
    scala.collection.immutable.Map<Analyzer<?, Metric<?>>, Metric<?>> context =
        Map$.MODULE$.empty();
    for (Map.Entry<Analyzer<?, Metric<?>>, Metric<?>> entry : metrics.entrySet()) {
      context = context.updated(entry.getKey(), entry.getValue());
    }
    return new AnalyzerContext(context);
  }
}
