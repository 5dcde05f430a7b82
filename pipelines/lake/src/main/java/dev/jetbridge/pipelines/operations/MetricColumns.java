package dev.jetbridge.pipelines.operations;

import java.util.List;

/** The columns of operations.metrics. */
public final class MetricColumns {
  public static final Field<String> METRIC = Field.text("metric");
  public static final Field<String> COLUMN_NAME = QuarantineColumns.COLUMN_NAME;
  public static final Field<Double> VALUE = Field.decimal("value");
  public static final Field<String> VERDICT = Field.text("verdict");
  public static final Field<String> EXPLANATION = Field.text("explanation");

  static final List<Field<?>> ALL =
      RunKey.and(
          RunColumns.AS_OF,
          RunColumns.KIND,
          FileColumns.FILE_HASH,
          FileColumns.FILE_NAME,
          METRIC,
          COLUMN_NAME,
          VALUE,
          VERDICT,
          EXPLANATION);

  private MetricColumns() {}
}
