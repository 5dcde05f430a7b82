package dev.jetbridge.quality;

import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.QualityRule.Severity;

/** A rule as a contract demands it, written in the rule language but not yet compiled. */
record ContractRule(String id, String dqdl, Scope scope, Severity severity, String expectation) {

  /** One that follows from the schema: it stops publication. */
  static ContractRule derived(String id, String dqdl, Scope scope, String expectation) {
    return new ContractRule(id, dqdl, scope, Severity.ERROR, expectation);
  }
}
