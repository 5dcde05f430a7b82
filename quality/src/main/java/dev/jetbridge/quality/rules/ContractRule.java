package dev.jetbridge.quality.rules;

import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.QualityRule.Severity;
import java.util.Optional;

/**
 * A rule as a contract demands it, written in the rule language but not yet compiled.
 *
 * @param held what is measured when every row fulfils it, of a rule that follows from the schema
 */
public record ContractRule(
    String id,
    String dqdl,
    Scope scope,
    Severity severity,
    String expectation,
    Optional<Double> held) {

  /** One written in a quality section: its measure may be anything. */
  static ContractRule written(QualityRule rule, String dqdl, String expectation) {
    return new ContractRule(
        rule.id(), dqdl, rule.scope(), rule.severity(), expectation, Optional.empty());
  }

  /** One that follows from the schema and of which every row has a share: it stops publication. */
  static ContractRule share(String id, String dqdl, Scope scope, String expectation) {
    return derived(id, dqdl, scope, expectation, 1);
  }

  /** One that follows from the schema and counts the rows that break it: it stops publication. */
  static ContractRule noRow(String id, String dqdl, Scope scope, String expectation) {
    return derived(id, dqdl, scope, expectation, 0);
  }

  private static ContractRule derived(
      String id, String dqdl, Scope scope, String expectation, double held) {
    return new ContractRule(id, dqdl, scope, Severity.ERROR, expectation, Optional.of(held));
  }

  /** Whether it follows from the schema and so holds when every row fulfils it. */
  boolean strict() {
    return held.isPresent();
  }
}
