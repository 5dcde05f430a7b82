package dev.jetbridge.quality.observation;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.metrics.Metric;
import java.util.List;
import java.util.Map;

/** What a write measured of the rows it wrote; only the rule set that observed it can read it. */
public final class ObservedMetrics {
  private final Map<Analyzer<?, Metric<?>>, Metric<?>> metrics;
  private final List<RowProfile.Figure> profile;

  ObservedMetrics(Map<Analyzer<?, Metric<?>>, Metric<?>> metrics, List<RowProfile.Figure> profile) {
    this.metrics = Map.copyOf(metrics);
    this.profile = List.copyOf(profile);
  }

  /** The figures that are compared with those of earlier runs. */
  public List<RowProfile.Figure> profile() {
    return profile;
  }

  /** The number of rows that passed by. */
  public long rows() {
    return RowCounter.rows(metrics);
  }

  public Measurement measurement() {
    return new Measurement(metrics, Map.of());
  }
}
