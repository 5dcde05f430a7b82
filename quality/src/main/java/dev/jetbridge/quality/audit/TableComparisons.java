package dev.jetbridge.quality.audit;

import com.amazon.deequ.dqdl.execution.DQDLExecutor;
import com.amazon.deequ.dqdl.model.ExecutableRule;
import com.amazon.deequ.dqdl.model.Passed$;
import com.amazon.deequ.dqdl.model.RuleOutcome;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.rules.ExecutableRules;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;
import scala.collection.immutable.Map$;

/**
 * Evaluates the rules that Deequ runs outside its analyzers: comparisons of tables, freshness, data
 * types, names, and queries that return rows. Of its result only verdict and number are used, since
 * its texts may quote an exception.
 */
final class TableComparisons {
  private final Dataset<Row> rows;
  private final Map<String, Dataset<Row>> references;

  TableComparisons(Dataset<Row> rows, Map<String, Dataset<Row>> references) {
    this.rows = rows;
    this.references = references;
  }

  Outcome evaluate(ExecutableRule rule) {
    Optional<String> absent =
        ExecutableRules.references(rule).filter(a -> !references.containsKey(a)).findFirst();
    if (absent.isPresent()) {
      return new Outcome.NotEvaluated("the table " + absent.get() + " is not among the references");
    }
    try {
      return outcome(
          DQDLExecutor.executeRules(
                  JavaConverters.asScalaBuffer(List.of(rule)), rows, scalaReferences())
              .apply(rule.dqRule()));
    } catch (Exception e) {
      return new Outcome.NotEvaluated(Causes.of(e));
    }
  }

  private static Outcome outcome(RuleOutcome result) {
    if (result.evaluatedMetrics().isEmpty()) {
      return new Outcome.NotEvaluated(
          "Deequ could not measure it: no row is selected, or a column or table does not fit");
    }
    double observed = (Double) result.evaluatedMetrics().head()._2();
    if (Double.isNaN(observed)) {
      return new Outcome.NotEvaluated(Causes.NOT_A_NUMBER);
    }
    return result.outcome().equals(Passed$.MODULE$)
        ? new Outcome.Passed(Optional.of(observed))
        : new Outcome.Violated(Optional.of(observed), "");
  }

  private scala.collection.immutable.Map<String, Dataset<Row>> scalaReferences() {
    scala.collection.immutable.Map<String, Dataset<Row>> map = Map$.MODULE$.empty();
    for (Map.Entry<String, Dataset<Row>> entry : references.entrySet()) {
      map = map.updated(entry.getKey(), entry.getValue());
    }
    return map;
  }
}
