package dev.jetbridge.quality;

import dev.jetbridge.quality.observation.ObservedMetrics;
import dev.jetbridge.quality.observation.ObservedWrite;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.quality.report.RuleResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Evaluates rule sets in tests, by either way of measuring. */
public final class Audits {
  private Audits() {}

  public static QualityReport scanned(RuleSet rules, Dataset<Row> rows) {
    return rules.evaluate(rows, rows, Map.of(), Optional.empty());
  }

  /** The rows are written to nowhere; what that write observes is used. */
  public static QualityReport observed(RuleSet rules, Dataset<Row> rows) {
    return rules.evaluate(rows, rows, Map.of(), Optional.of(observe(rules, rows)));
  }

  public static ObservedMetrics observe(RuleSet rules, Dataset<Row> rows) {
    ObservedWrite write = rules.observe(rows, Set.of());
    write.rows().write().format("noop").mode("overwrite").save();
    return write.metrics(rows.count(), Duration.ofSeconds(60)).orElseThrow();
  }

  public static RuleResult result(QualityReport report, String rule) {
    return report.results().stream().filter(r -> r.rule().equals(rule)).findFirst().orElseThrow();
  }

  public static Outcome outcome(QualityReport report, String rule) {
    return result(report, rule).outcome();
  }

  /** The measured value of a rule; empty when it was not evaluated. */
  public static Optional<Double> value(Outcome outcome) {
    if (outcome instanceof Outcome.Passed passed) {
      return passed.observed();
    }
    return outcome instanceof Outcome.Violated violated ? violated.observed() : Optional.empty();
  }

  public static Optional<Double> value(QualityReport report, String rule) {
    return value(outcome(report, rule));
  }
}
