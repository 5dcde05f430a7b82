package dev.jetbridge.quality;

import dev.jetbridge.contracts.QualityRule;
import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.QualityRule.Severity;

/**
 * A rule as a contract demands it, written in the rule language but not yet compiled.
 *
 * @param strict whether it follows from the schema and so holds when every row fulfils it
 */
record ContractRule(
    String id, String dqdl, Scope scope, Severity severity, String expectation, boolean strict) {

  /** One written in a quality section: its measure may be anything. */
  static ContractRule written(QualityRule rule, String dqdl, String expectation) {
    return new ContractRule(rule.id(), dqdl, rule.scope(), rule.severity(), expectation, false);
  }

  /** One that follows from the schema: it stops publication. */
  static ContractRule derived(String id, String dqdl, Scope scope, String expectation) {
    return new ContractRule(id, dqdl, scope, Severity.ERROR, expectation, true);
  }
}
