package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.QualityRule.Severity;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.quality.report.RuleResult;

/**
 * Rules that speak of how many rows a run has. A replay has as many as somebody mended: what a
 * delivery must have says nothing of it.
 */
final class Volume {
  private static final String ROW_COUNT = "RowCount ";

  private Volume() {}

  /** The report of a replay, in which no rule of volume stops anything. */
  static QualityReport ofReplay(QualityReport report) {
    return new QualityReport(report.results().stream().map(Volume::unasked).toList());
  }

  private static RuleResult unasked(RuleResult result) {
    boolean volume = result.scope() == Scope.RUN && result.dqdl().strip().startsWith(ROW_COUNT);
    return volume && !(result.outcome() instanceof Outcome.Passed)
        ? new RuleResult(
            result.rule(),
            result.dqdl(),
            result.scope(),
            Severity.WARNING,
            new Outcome.NotEvaluated("a replay has as many rows as were corrected"),
            result.measuredBy())
        : result;
  }
}
