package dev.jetbridge.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.QualityRule.Severity;
import dev.jetbridge.quality.report.MeasuredBy;
import dev.jetbridge.quality.report.Outcome;
import dev.jetbridge.quality.report.QualityReport;
import dev.jetbridge.quality.report.RuleResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VolumeTest {
  @Test
  void stopsNoReplayForTheNumberOfItsRows() {
    QualityReport replay =
        Volume.ofReplay(
            new QualityReport(
                List.of(
                    result("few", "RowCount > 1000", Scope.RUN),
                    result("between", "RowCount between 500 and 900", Scope.RUN),
                    result("share", "Completeness \"id\" > 0.9", Scope.RUN),
                    result("table", "RowCount > 1000", Scope.TABLE),
                    result("other", "RowCountMatch \"reference\" >= 1.0", Scope.RUN))));

    assertThat(replay.blocking())
        .extracting(RuleResult::rule)
        .containsExactly("share", "table", "other");
    assertThat(replay.results()).hasSize(5);
    assertThat(OutcomeWords.of(replay.results().get(0).outcome()))
        .isEqualTo("was not evaluated: a replay has as many rows as were corrected");
  }

  private static RuleResult result(String id, String dqdl, Scope scope) {
    return new RuleResult(
        id,
        dqdl,
        scope,
        Severity.ERROR,
        new Outcome.Violated(Optional.of(12.0), "more"),
        MeasuredBy.SCANNED);
  }
}
