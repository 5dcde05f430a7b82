package dev.jetbridge.pipelines.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.jobs.features.training.PointInTimeJoin;
import dev.jetbridge.jobs.features.training.PointInTimeJoin.Outcome;
import dev.jetbridge.pipelines.features.TrainingSetManifest.Age;
import dev.jetbridge.pipelines.features.TrainingSetManifest.Coverage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts what became of the labels at each group of a training set. */
final class LabelCoverage {
  private static final BigDecimal MICROS_A_DAY = BigDecimal.valueOf(86_400_000_000L);

  private static final String TABLE = "jetbridge_table";

  private LabelCoverage() {}

  /**
   * The coverage of each table.
   *
   * @param values what {@link PointInTimeJoin#values} found for each
   */
  static List<Coverage> of(List<Dataset<Row>> values) {
    Column age = col("`" + PointInTimeJoin.AGE + "`");
    Map<Integer, Map<Outcome, Row>> found = new HashMap<>();
    IntStream.range(0, values.size())
        .mapToObj(
            i ->
                values
                    .get(i)
                    .select(
                        // A number would stand in the code of each table, which is compiled anew.
                        lit(Integer.toString(i)).as(TABLE),
                        col("`" + PointInTimeJoin.OUTCOME + "`"),
                        age,
                        col("`" + PointInTimeJoin.KNOWN + "`")))
        .reduce(Dataset::union)
        .orElseThrow()
        .groupBy(col(TABLE), col("`" + PointInTimeJoin.OUTCOME + "`"))
        // Wider than a bigint: ten million ages of a year in microseconds would not fit.
        .agg(
            count(lit(1)),
            min(age),
            max(age),
            sum(age.cast("decimal(20,0)")),
            sum(when(col("`" + PointInTimeJoin.KNOWN + "`"), 1L).otherwise(0L)))
        .collectAsList()
        .forEach(
            r ->
                found
                    .computeIfAbsent(Integer.valueOf(r.getString(0)), t -> new HashMap<>())
                    .put(Outcome.valueOf(r.getString(1)), r));
    return IntStream.range(0, values.size())
        .mapToObj(table -> coverage(found.getOrDefault(table, Map.of())))
        .toList();
  }

  private static Coverage coverage(Map<Outcome, Row> found) {
    Row used = found.get(Outcome.USED);
    long published = used == null ? 0 : used.getLong(6);
    return new Coverage(
        labels(found, Outcome.USED),
        published,
        labels(found, Outcome.USED) - published,
        labels(found, Outcome.NONE),
        labels(found, Outcome.DELETED),
        labels(found, Outcome.TOO_OLD),
        used == null
            ? null
            : new Age(
                days(BigDecimal.valueOf(used.getLong(3)), 1),
                days(used.getDecimal(5), used.getLong(2)),
                days(BigDecimal.valueOf(used.getLong(4)), 1)));
  }

  private static long labels(Map<Outcome, Row> found, Outcome outcome) {
    return found.containsKey(outcome) ? found.get(outcome).getLong(2) : 0;
  }

  private static double days(BigDecimal micros, long count) {
    return micros
        .divide(MICROS_A_DAY.multiply(BigDecimal.valueOf(count)), 6, RoundingMode.HALF_UP)
        .doubleValue();
  }
}
