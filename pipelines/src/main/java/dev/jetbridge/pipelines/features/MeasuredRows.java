package dev.jetbridge.pipelines.features;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.jobs.features.training.FeatureTable;
import dev.jetbridge.jobs.features.training.PointInTimeJoin.Outcome;
import dev.jetbridge.pipelines.features.TrainingSetManifest.Age;
import dev.jetbridge.pipelines.features.TrainingSetManifest.Coverage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/**
 * Joined labels that are counted while they are written, so that the join runs once. Where Spark
 * does not deliver the counts, or of another number of rows, they are counted by a second run.
 */
final class MeasuredRows {
  private static final String ROWS = "rows";
  private static final long SECONDS = 30;
  private static final long MICROS_A_DAY = 86_400_000_000L;

  private final Dataset<Row> joined;
  private final List<FeatureTable> tables;
  private final long labels;
  private final List<Column> figures = new ArrayList<>();
  private final Observation observation = new Observation("training set");

  MeasuredRows(Dataset<Row> joined, List<FeatureTable> tables, long labels) {
    this.joined = joined;
    this.tables = tables;
    this.labels = labels;
    for (FeatureTable table : tables) {
      Column found = column(table.outcome());
      for (Outcome outcome : Outcome.values()) {
        figures.add(
            sum(when(found.equalTo(outcome.name()), 1L).otherwise(0L))
                .as(name(table, outcome.name())));
      }
      Column age = column(table.age());
      figures.add(min(age).as(name(table, "min")));
      figures.add(max(age).as(name(table, "max")));
      figures.add(sum(age).as(name(table, "sum")));
    }
  }

  /** The rows to write, unchanged. */
  Dataset<Row> rows() {
    return joined.observe(observation, count(lit(1)).as(ROWS), figures.toArray(Column[]::new));
  }

  /** The figures of each table, after the rows were written. */
  List<Coverage> figures() {
    Map<String, Object> found =
        delivered().filter(f -> f.get(ROWS).equals(labels)).orElseGet(this::counted);
    return tables.stream().map(t -> coverage(found, t)).toList();
  }

  private Map<String, Object> counted() {
    Row row = joined.agg(count(lit(1)).as(ROWS), figures.toArray(Column[]::new)).first();
    Map<String, Object> found = new HashMap<>();
    for (String name : row.schema().fieldNames()) {
      found.put(name, row.getAs(name));
    }
    return found;
  }

  private Optional<Map<String, Object>> delivered() {
    FutureTask<Map<String, Object>> delivery = new FutureTask<>(observation::getAsJava);
    Thread waiting = new Thread(delivery, "training-set-figures");
    waiting.setDaemon(true);
    waiting.start();
    try {
      return Optional.of(delivery.get(SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      delivery.cancel(true);
    }
  }

  private static Coverage coverage(Map<String, Object> found, FeatureTable table) {
    long used = number(found, table, Outcome.USED.name());
    return new Coverage(
        used,
        number(found, table, Outcome.NONE.name()),
        number(found, table, Outcome.DELETED.name()),
        number(found, table, Outcome.TOO_OLD.name()),
        used == 0
            ? null
            : new Age(
                days(number(found, table, "min"), 1),
                days(number(found, table, "sum"), used),
                days(number(found, table, "max"), 1)));
  }

  private static double days(long micros, long count) {
    return BigDecimal.valueOf(micros)
        .divide(
            BigDecimal.valueOf(MICROS_A_DAY).multiply(BigDecimal.valueOf(count)),
            6,
            RoundingMode.HALF_UP)
        .doubleValue();
  }

  private static long number(Map<String, Object> found, FeatureTable table, String figure) {
    return found.get(name(table, figure)) instanceof Number number ? number.longValue() : 0;
  }

  private static Column column(String name) {
    return col("`" + name + "`");
  }

  private static String name(FeatureTable table, String figure) {
    return table.name() + " " + figure;
  }
}
