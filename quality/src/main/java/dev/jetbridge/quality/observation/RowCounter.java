package dev.jetbridge.quality.observation;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.checks.Check;
import com.amazon.deequ.checks.CheckLevel;
import com.amazon.deequ.constraints.Constraint;
import com.amazon.deequ.metrics.DoubleMetric;
import com.amazon.deequ.metrics.Metric;
import java.util.List;
import java.util.Map;
import scala.Option;
import scala.collection.JavaConverters;

/** Counts the rows in every measurement, since a rule over no rows is not evaluated. */
public final class RowCounter {
  /** Taken from a check, which has it with the type that other analyzers of checks have. */
  public static final Analyzer<?, Metric<?>> ROWS =
      new Check(CheckLevel.Error(), "rows", JavaConverters.asScalaBuffer(List.<Constraint>of()))
          .hasSize(rows -> true, Option.empty())
          .requiredAnalyzers()
          .head();

  private RowCounter() {}

  /** The counted rows; 0 when nothing was counted, so that no rule passes for it. */
  static long rows(Map<Analyzer<?, Metric<?>>, Metric<?>> metrics) {
    return metrics.get(ROWS) instanceof DoubleMetric count && count.value().isSuccess()
        ? ((Double) count.value().get()).longValue()
        : 0;
  }
}
