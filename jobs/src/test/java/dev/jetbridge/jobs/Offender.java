package dev.jetbridge.jobs;

import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.rand;

import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Does what no transformation may do, so that the rules of {@link ArchitectureTest} can be seen to
 * fail.
 */
final class Offender {
  private Offender() {}

  static List<Row> run(Dataset<Row> rows) {
    Dataset<Row> read = rows.sparkSession().read().parquet("somewhere");
    return read.filter("a > 1")
        .withColumn("b", expr("current_date()"))
        .withColumn("c", current_timestamp())
        .withColumn("d", rand())
        .limit(
            (int) rows.count() + (int) (System.currentTimeMillis() - Instant.now().toEpochMilli()))
        .collectAsList();
  }
}
