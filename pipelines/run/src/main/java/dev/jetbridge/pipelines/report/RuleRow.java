package dev.jetbridge.pipelines.report;

import dev.jetbridge.contracts.QualityRule.Severity;
import dev.jetbridge.pipelines.operations.QualityResultColumns;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;

/** A row of operations.quality_results as the page needs it. */
record RuleRow(
    String rule,
    String dqdl,
    boolean blocking,
    String outcome,
    Optional<Double> observed,
    String explanation) {
  private static final String IDENTIFIED = "identified_share_";
  private static final Pattern DEMAND = Pattern.compile(">=?\\s*([01](?:\\.\\d+)?)");

  static RuleRow of(Row row) {
    return new RuleRow(
        QualityResultColumns.RULE.of(row),
        QualityResultColumns.DQDL.of(row),
        QualityResultColumns.SEVERITY.of(row) == Severity.ERROR,
        QualityResultColumns.OUTCOME.of(row),
        QualityResultColumns.OBSERVED.find(row),
        QualityResultColumns.EXPLANATION.of(row, ""));
  }

  boolean passed() {
    return outcome.equals(QualityResultColumns.PASSED);
  }

  Findings.Rule open() {
    return new Findings.Rule(
        rule, outcome.equals(QualityResultColumns.VIOLATED), blocking, observed, explanation);
  }

  /** The share that a rule named identified_share_source measured. */
  Optional<Findings.IdentifiedShare> identifiedShare() {
    if (!rule.startsWith(IDENTIFIED) || observed.isEmpty()) {
      return Optional.empty();
    }
    Matcher demand = DEMAND.matcher(dqdl);
    return Optional.of(
        new Findings.IdentifiedShare(
            rule.substring(IDENTIFIED.length()).replace('_', ' '),
            observed.get(),
            demand.find() ? Optional.of(Double.valueOf(demand.group(1))) : Optional.empty(),
            passed()));
  }
}
