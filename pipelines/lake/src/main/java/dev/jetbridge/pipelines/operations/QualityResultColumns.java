package dev.jetbridge.pipelines.operations;

import dev.jetbridge.contracts.QualityRule.Scope;
import dev.jetbridge.contracts.QualityRule.Severity;
import dev.jetbridge.quality.report.MeasuredBy;
import java.util.List;

/** The columns of operations.quality_results. */
public final class QualityResultColumns {
  public static final String PASSED = "passed";
  public static final String VIOLATED = "violated";
  public static final String NOT_EVALUATED = "not evaluated";

  public static final Field<String> RULE = QuarantineColumns.RULE;
  public static final Field<String> DQDL = Field.text("dqdl");
  public static final Field<Scope> SCOPE = Field.word("scope", Scope.class);
  public static final Field<Severity> SEVERITY = Field.word("severity", Severity.class);
  public static final Field<String> OUTCOME = Field.text("outcome");
  public static final Field<Double> OBSERVED = Field.decimal("observed");
  public static final Field<String> EXPLANATION = MetricColumns.EXPLANATION;
  public static final Field<MeasuredBy> MEASURED_BY = Field.word("measured_by", MeasuredBy.class);

  static final List<Field<?>> ALL =
      RunKey.and(
          RunColumns.AS_OF,
          RULE,
          DQDL,
          SCOPE,
          SEVERITY,
          OUTCOME,
          OBSERVED,
          EXPLANATION,
          MEASURED_BY);

  private QualityResultColumns() {}
}
