package dev.jetbridge.quality.report;

import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.QualityRule.Severity;

/** The outcome of one rule. It holds measures and rule texts, never a value of a row. */
public record RuleResult(
    String rule,
    String dqdl,
    Scope scope,
    Severity severity,
    Outcome outcome,
    MeasuredBy measuredBy) {

  /** Whether it stops publication: a rule of severity error that does not hold or is unknown. */
  public boolean blocks() {
    return severity == Severity.ERROR && !(outcome instanceof Outcome.Passed);
  }
}
