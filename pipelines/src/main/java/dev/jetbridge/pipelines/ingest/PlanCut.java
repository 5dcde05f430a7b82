package dev.jetbridge.pipelines.ingest;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Cuts the plan of wide rows in two: what comes after knows the rows only, not how they are made.
 * Spark looks at every expression of a plan in each of its rules, and pulls what one step computes
 * into the next: with some thousand columns it would plan for minutes. Between the halves a row is
 * copied, so that rows of usual width are left alone.
 */
final class PlanCut {
  static final int WIDE = 300;

  private PlanCut() {}

  static Dataset<Row> after(Dataset<Row> rows) {
    return rows.columns().length < WIDE
        ? rows
        : rows.sparkSession()
            .internalCreateDataFrame(rows.queryExecution().toRdd(), rows.schema(), false);
  }
}
