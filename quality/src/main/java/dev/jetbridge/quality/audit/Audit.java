package dev.jetbridge.quality.audit;

import com.amazon.deequ.dqdl.model.ExecutableRule;
import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.quality.observation.Measurement;
import dev.jetbridge.quality.report.MeasuredBy;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.quality.report.RuleResult;
import dev.jetbridge.quality.rules.Compiled;
import dev.jetbridge.quality.rules.CompiledRule;
import dev.jetbridge.quality.rules.ExecutableRules;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One evaluation of a set of rules: from what the write observed where it did, else by reading. */
public final class Audit {
  private final Function<Scope, Dataset<Row>> rowsOf;
  private final Map<String, Dataset<Row>> references;
  private final Optional<Measurement> observed;
  private final Optional<Verdicts> ofObserved;
  private final Set<String> proven;

  public Audit(
      Function<Scope, Dataset<Row>> rowsOf,
      Map<String, Dataset<Row>> references,
      Optional<Measurement> observed,
      Set<String> proven) {
    this.rowsOf = rowsOf;
    this.references = references;
    this.observed = observed;
    this.ofObserved = observed.map(m -> new Verdicts(m, Audit::refuseComparison));
    this.proven = proven;
  }

  /** The results in the order of the rules. */
  public QualityReport evaluate(List<Compiled> rules) {
    Map<Compiled, RuleResult> results = new HashMap<>();
    Map<Scope, List<Compiled>> unmeasured = new EnumMap<>(Scope.class);
    for (Compiled rule : rules) {
      if (proven.contains(rule.rule().id())) {
        results.put(rule, result(rule, new Outcome.Passed(rule.held()), MeasuredBy.PROVEN));
      } else if (isObserved(rule)) {
        results.put(rule, result(rule, ofObserved.orElseThrow().of(rule), MeasuredBy.OBSERVED));
      } else {
        unmeasured.computeIfAbsent(rule.rows(), scope -> new ArrayList<>()).add(rule);
      }
    }
    unmeasured.forEach((scope, scanned) -> scan(scope, scanned, results));
    return new QualityReport(rules.stream().map(results::get).toList());
  }

  private boolean isObserved(Compiled rule) {
    return rule.rule().observable()
        && observed.filter(m -> m.covers(ExecutableRules.analyzers(rule.executable()))).isPresent();
  }

  /** Observable rules consist of analyzers only. */
  private static Outcome refuseComparison(ExecutableRule rule) {
    throw new IllegalStateException("A write cannot evaluate " + rule.dqRule().getRuleType());
  }

  private void scan(Scope scope, List<Compiled> rules, Map<Compiled, RuleResult> results) {
    Dataset<Row> rows = rowsOf.apply(scope);
    Map<String, Dataset<Row>> others = references;
    if (rules.stream().anyMatch(r -> ExecutableRules.needsViews(r.executable()))) {
      SqlSession session = new SqlSession(rows, references);
      rows = session.primary();
      others = session.references();
    }
    Measurement measurement =
        new TableScan(rows)
            .measure(
                rules.stream()
                    .flatMap(r -> ExecutableRules.analyzers(r.executable()).stream())
                    .toList());
    TableComparisons comparisons = new TableComparisons(rows, others);
    Verdicts verdicts = new Verdicts(measurement, comparisons::evaluate);
    for (Compiled rule : rules) {
      results.put(rule, result(rule, verdicts.of(rule), MeasuredBy.SCANNED));
    }
  }

  private static RuleResult result(Compiled compiled, Outcome outcome, MeasuredBy measuredBy) {
    CompiledRule rule = compiled.rule();
    return new RuleResult(
        rule.id(), rule.dqdl(), rule.scope(), rule.severity(), outcome, measuredBy);
  }
}
