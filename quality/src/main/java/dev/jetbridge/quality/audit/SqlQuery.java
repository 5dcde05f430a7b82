package dev.jetbridge.quality.audit;

import com.amazon.deequ.analyzers.CustomSql;
import com.amazon.deequ.analyzers.CustomSqlState;
import com.amazon.deequ.metrics.Metric;
import dev.jetbridge.quality.rules.RuleFault;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import scala.Option;
import scala.util.Left;

/**
 * Runs the query of a rule. Deequ's own run reads a null result as 0, which would let a rule pass
 * that measured nothing; the metric is still Deequ's.
 */
final class SqlQuery {
  private final CustomSql analyzer;

  SqlQuery(CustomSql analyzer) {
    this.analyzer = analyzer;
  }

  Metric<?> run(SparkSession session) throws RuleFault {
    Dataset<Row> result = session.sql(analyzer.expression());
    if (result.columns().length != 1) {
      throw new RuleFault("its query has " + result.columns().length + " columns, must have one");
    }
    Dataset<Row> values = result.toDF("value");
    List<Row> rows =
        values.select(values.col("value").cast(DataTypes.DoubleType)).limit(2).collectAsList();
    if (rows.size() != 1) {
      throw new RuleFault(
          "its query has " + (rows.isEmpty() ? "no row" : "several rows") + ", must have one");
    }
    if (rows.get(0).isNullAt(0)) {
      throw new RuleFault("the result of its query is null");
    }
    double value = rows.get(0).getDouble(0);
    return analyzer.computeMetricFrom(Option.apply(new CustomSqlState(Left.apply(value))));
  }
}
