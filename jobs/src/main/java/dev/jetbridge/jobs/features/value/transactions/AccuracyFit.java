package dev.jetbridge.jobs.features.value.transactions;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.corr;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.sum;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Compares values of rows with what happened, in one pass on the cluster. */
final class AccuracyFit {
  private AccuracyFit() {}

  /** Empty without rows. */
  static Optional<Accuracy> fit(Dataset<Row> rows, String forecast, String actual) {
    Column error = col(forecast).minus(col(actual));
    Row sums =
        rows.agg(
                count(lit(1)),
                sum(actual),
                sum(forecast),
                avg(abs(error)),
                sqrt(avg(error.multiply(error))),
                corr(forecast, actual))
            .collectAsList()
            .get(0);
    if (sums.getLong(0) == 0) {
      return Optional.empty();
    }
    double happened = sums.getDouble(1);
    double correlation = sums.isNullAt(5) ? 0 : sums.getDouble(5);
    return Optional.of(
        new Accuracy(
            sums.getLong(0),
            happened,
            sums.getDouble(2),
            happened == 0 ? 0 : sums.getDouble(2) / happened - 1,
            sums.getDouble(3),
            sums.getDouble(4),
            Double.isNaN(correlation) ? 0 : correlation));
  }
}
