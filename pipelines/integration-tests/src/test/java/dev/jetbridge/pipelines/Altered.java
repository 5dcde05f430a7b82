package dev.jetbridge.pipelines;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.QualityRule;
import java.util.List;
import java.util.Optional;

/** Contracts with rules that their text does not have. */
public final class Altered {
  private Altered() {}

  /** With one rule only, which no sample keeps. */
  public static Contract refusing(Contract contract) {
    QualityRule many =
        new QualityRule(
            "many",
            Optional.empty(),
            QualityRule.Scope.RUN,
            QualityRule.Severity.ERROR,
            "completeness",
            "",
            new QualityRule.Dqdl("RowCount > 1000"));
    return with(contract, List.of(many), contract.rowRules());
  }

  /** With this row rule only. */
  public static Contract with(Contract contract, Contract.RowRule rule) {
    return with(contract, contract.rules(), List.of(rule));
  }

  private static Contract with(
      Contract contract, List<QualityRule> rules, List<Contract.RowRule> rowRules) {
    return new Contract(
        contract.id(),
        contract.version(),
        contract.kind(),
        contract.about(),
        contract.columns(),
        rules,
        rowRules,
        contract.change(),
        contract.derivation(),
        contract.sortOrder(),
        contract.serving(),
        contract.source(),
        contract.serviceLevels(),
        contract.maintenance(),
        contract.job(),
        contract.origin(),
        contract.digest());
  }
}
