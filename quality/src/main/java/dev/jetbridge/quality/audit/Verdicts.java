package dev.jetbridge.quality.audit;

import com.amazon.deequ.analyzers.Analyzer;
import com.amazon.deequ.analyzers.runners.AnalyzerContext;
import com.amazon.deequ.checks.CheckResult;
import com.amazon.deequ.constraints.ConstraintResult;
import com.amazon.deequ.constraints.ConstraintStatus;
import com.amazon.deequ.dqdl.model.CompositeExecutableRule;
import com.amazon.deequ.dqdl.model.DeequExecutableRule;
import com.amazon.deequ.dqdl.model.ExecutableRule;
import com.amazon.deequ.metrics.Distribution;
import com.amazon.deequ.metrics.Metric;
import dev.jetbridge.quality.observation.Measurement;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.rules.Compiled;
import dev.jetbridge.quality.rules.ExecutableRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import scala.collection.JavaConverters;
import software.amazon.glue.dqdl.model.DQRuleLogicalOperator;

/**
 * Turns measured values into outcomes. Deequ's check gives the verdict; whether there is one to
 * give is decided here, because Deequ reports a failure to measure as a violation, and a condition
 * that selects no row as success.
 */
final class Verdicts {
  private final Measurement measurement;
  private final AnalyzerContext context;
  private final Function<ExecutableRule, Outcome> comparisons;

  /**
   * @param comparisons evaluates the rules that compare tables and that no analyzer measures
   */
  Verdicts(Measurement measurement, Function<ExecutableRule, Outcome> comparisons) {
    this.measurement = measurement;
    this.context = measurement.context();
    this.comparisons = comparisons;
  }

  Outcome of(Compiled compiled) {
    return of(compiled.executable(), compiled.rule().expectation());
  }

  private Outcome of(ExecutableRule rule, String expectation) {
    if (rule instanceof CompositeExecutableRule composite) {
      return ofComposite(composite, expectation);
    }
    if (ExecutableRules.needsRows(rule) && measurement.rows() == 0) {
      return new Outcome.NotEvaluated(Causes.NO_ROWS);
    }
    if (rule instanceof DeequExecutableRule deequ) {
      return ofCheck(deequ, expectation);
    }
    Outcome outcome = comparisons.apply(rule);
    return outcome instanceof Outcome.Violated violated
        ? new Outcome.Violated(violated.observed(), expectation)
        : outcome;
  }

  /** As in logic with three values: what decides is told, else what is unknown. */
  private Outcome ofComposite(CompositeExecutableRule rule, String expectation) {
    List<Outcome> parts =
        JavaConverters.seqAsJavaList(rule.nestedRules()).stream()
            .map(part -> of(part, expectation))
            .toList();
    boolean all = rule.operator() == DQRuleLogicalOperator.AND;
    Class<? extends Outcome> deciding = all ? Outcome.Violated.class : Outcome.Passed.class;
    Optional<Outcome> unknown =
        parts.stream().filter(Outcome.NotEvaluated.class::isInstance).findFirst();
    boolean decided = parts.stream().anyMatch(deciding::isInstance);
    if (!decided && unknown.isPresent()) {
      return unknown.get();
    }
    return decided == all
        ? new Outcome.Violated(Optional.empty(), expectation)
        : new Outcome.Passed(Optional.empty());
  }

  private Outcome ofCheck(DeequExecutableRule rule, String expectation) {
    CheckResult result = rule.check().evaluate(context);
    List<Outcome> parts = new ArrayList<>();
    for (ConstraintResult constraint : JavaConverters.seqAsJavaList(result.constraintResults())) {
      parts.add(ofConstraint(rule, constraint, expectation));
    }
    return first(parts, Outcome.Violated.class)
        .or(() -> first(parts, Outcome.NotEvaluated.class))
        .orElseGet(() -> parts.get(0));
  }

  private Outcome ofConstraint(
      DeequExecutableRule rule, ConstraintResult result, String expectation) {
    if (result.metric().isEmpty()) {
      return new Outcome.NotEvaluated(causeOf(rule));
    }
    Metric<?> metric = result.metric().get();
    if (metric.value().isFailure()) {
      return new Outcome.NotEvaluated(Causes.of(metric.value().failed().get()));
    }
    Double observed = number(metric.value().get());
    if (observed.isNaN()) {
      return new Outcome.NotEvaluated(Causes.NOT_A_NUMBER);
    }
    return result.status().equals(ConstraintStatus.Success())
        ? new Outcome.Passed(Optional.of(observed))
        : new Outcome.Violated(Optional.of(observed), expectation);
  }

  private String causeOf(DeequExecutableRule rule) {
    return JavaConverters.setAsJavaSet(rule.check().requiredAnalyzers()).stream()
        .map((Analyzer<?, Metric<?>> analyzer) -> measurement.causes().get(analyzer))
        .flatMap(Stream::ofNullable)
        .findFirst()
        .orElse(Causes.NO_VALUE);
  }

  /** A histogram is judged by the number of its bins; its bins are values and stay here. */
  private static Double number(Object value) {
    return value instanceof Distribution distribution
        ? Double.valueOf((double) distribution.numberOfBins())
        : (Double) value;
  }

  private static Optional<Outcome> first(List<Outcome> parts, Class<? extends Outcome> kind) {
    return parts.stream().filter(kind::isInstance).findFirst();
  }
}
