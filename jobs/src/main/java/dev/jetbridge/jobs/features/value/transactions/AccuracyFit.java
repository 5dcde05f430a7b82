package dev.jetbridge.jobs.features.value.transactions;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Compares values of rows with what happened, in one pass on the cluster. */
final class AccuracyFit {
  private AccuracyFit() {}

  /** Empty without rows. Sums are of decimals, so that they do not depend on the order of rows. */
  static Optional<Accuracy> fit(Dataset<Row> rows, String forecast, String actual) {
    Column expected = col(forecast);
    Column happened = col(actual);
    Column error = expected.minus(happened);
    Column[] sums =
        Stream.of(
                expected,
                happened,
                abs(error),
                error.multiply(error),
                expected.multiply(expected),
                happened.multiply(happened),
                expected.multiply(happened))
            .map(value -> sum(value.cast("decimal(30,8)")).cast("double"))
            .toArray(Column[]::new);
    Row row = rows.agg(count(lit(1)), sums).collectAsList().get(0);
    if (row.getLong(0) == 0) {
      return Optional.empty();
    }
    double[] totals = new double[1 + sums.length];
    Arrays.setAll(totals, i -> i == 0 ? (double) row.getLong(0) : row.getDouble(i));
    Accuracy.Sums all = new Accuracy.Sums();
    all.add(totals);
    return Optional.of(all.accuracy());
  }
}
