package dev.jetbridge.pipelines.lake;

import dev.jetbridge.pipelines.session.SparkFailures;
import dev.jetbridge.quality.RuleSet;
import dev.jetbridge.quality.observation.ObservedMetrics;
import dev.jetbridge.quality.observation.ObservedWrite;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.iceberg.Snapshot;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A write that measures what it can of the rules on the way. */
public final class MeasuredWrite {
  private static final Duration METRICS_TIMEOUT = Duration.ofSeconds(30);
  private static final String ADDED = "added-records";

  private final RuleSet rules;
  private final Set<String> proven;

  public MeasuredWrite(RuleSet rules) {
    this(rules, Set.of());
  }

  /**
   * @param proven ids of rules that need not be measured
   */
  public MeasuredWrite(RuleSet rules, Set<String> proven) {
    this.rules = rules;
    this.proven = Set.copyOf(proven);
  }

  /**
   * What was written.
   *
   * @param metrics empty when the rules must be measured by reading
   */
  public record Measured(Snapshot snapshot, Optional<ObservedMetrics> metrics) {}

  /**
   * Writes. A rule that throws would end the write: then the rows are written without it, and the
   * audit says which rule could not be evaluated.
   */
  public Measured write(Dataset<Row> rows, Function<Dataset<Row>, Snapshot> action) {
    ObservedWrite observed = rules.observe(rows, proven);
    Snapshot snapshot;
    try {
      snapshot = action.apply(observed.rows());
    } catch (Throwable e) {
      if (!SparkFailures.isOfTask(e)) {
        throw e;
      }
      return new Measured(action.apply(rows), Optional.empty());
    }
    long added = Long.parseLong(snapshot.summary().getOrDefault(ADDED, "0"));
    return new Measured(
        snapshot, added == 0 ? Optional.empty() : observed.metrics(added, METRICS_TIMEOUT));
  }
}
