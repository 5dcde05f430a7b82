package dev.jetbridge.jobs.features.segments;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.signum;
import static org.apache.spark.sql.functions.struct;

import dev.jetbridge.jobs.features.purchases.Measures;
import dev.jetbridge.jobs.features.purchases.PurchaseHistories;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the values that part customers into fifths by recency, frequency and monetary value,
 * exactly and without sorting customers.
 *
 * <p>The place of a value is the share of customers below it and half of those who have it (its
 * ridit, Bross 1958); place p scores 1 + ⌊5p⌋. So equal values score the same, a measure on which
 * all agree scores 3, and without ties the scores are quintiles.
 *
 * <p>The first query counts customers in some thousand buckets of each measure, a bucket 0.4 % of
 * its value wide; the second counts each value in the few buckets where a score may begin. What
 * reaches the driver is bounded by the range of the values, not by the number of customers.
 */
final class RfmScoresFit {
  private static final String MEASURE = "measure";
  private static final String VALUE = "value";
  private static final String BUCKET = "bucket";
  private static final double BUCKETS_AN_E_FOLD = 256;
  private static final int HIGHEST_SCORE = 5;

  private final List<Column> measures =
      List.of(Measures.RECENCY, Measures.FREQUENCY, Measures.MONETARY);

  private RfmScoresFit() {}

  /** On one row a customer with the columns of {@link PurchaseHistories}. */
  static RfmScores fit(Dataset<Row> histories) {
    return new RfmScoresFit().thresholds(histories);
  }

  private RfmScores thresholds(Dataset<Row> histories) {
    Dataset<Row> values = values(histories);
    List<Distribution> distributions = countBuckets(values);
    countValues(values.filter(mayBeginScore(distributions)), distributions);
    return new RfmScores(
        distributions.get(0).starts(),
        distributions.get(1).starts(),
        distributions.get(2).starts());
  }

  private Dataset<Row> values(Dataset<Row> histories) {
    Column[] entries = new Column[measures.size()];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = struct(lit(i).as(MEASURE), measures.get(i).as(VALUE));
    }
    Column value = col(VALUE);
    return histories
        .select(explode(array(entries)).as(MEASURE))
        .select(col(MEASURE).getField(MEASURE).as(MEASURE), col(MEASURE).getField(VALUE).as(VALUE))
        .withColumn(
            BUCKET, floor(signum(value).multiply(log1p(abs(value))).multiply(BUCKETS_AN_E_FOLD)));
  }

  private List<Distribution> countBuckets(Dataset<Row> values) {
    List<Distribution> distributions = new ArrayList<>();
    measures.forEach(measure -> distributions.add(new Distribution()));
    for (Row row : values.groupBy(MEASURE, BUCKET).count().collectAsList()) {
      distributions.get(row.getInt(0)).customersByBucket.put(row.getLong(1), row.getLong(2));
    }
    return distributions;
  }

  private static Column mayBeginScore(List<Distribution> distributions) {
    Column mayBegin = lit(false);
    for (int i = 0; i < distributions.size(); i++) {
      Object[] buckets = distributions.get(i).bucketsOfStarts().toArray();
      mayBegin = mayBegin.or(col(MEASURE).equalTo(i).and(col(BUCKET).isin(buckets)));
    }
    return mayBegin;
  }

  private static void countValues(Dataset<Row> values, List<Distribution> distributions) {
    for (Row row : values.groupBy(MEASURE, BUCKET, VALUE).count().collectAsList()) {
      distributions
          .get(row.getInt(0))
          .customersByValue
          .computeIfAbsent(row.getLong(1), bucket -> new TreeMap<>())
          .put(row.getLong(2), row.getLong(3));
    }
  }

  /** How often the values of one measure occur: all buckets, and the values of some. */
  private static final class Distribution {
    final TreeMap<Long, Long> customersByBucket = new TreeMap<>();
    final TreeMap<Long, TreeMap<Long, Long>> customersByValue = new TreeMap<>();

    long customers() {
      return customersByBucket.values().stream().mapToLong(n -> n).sum();
    }

    /**
     * The first bucket with customers at the place where each score begins, and the next one: the
     * place of a value with many customers may be below the start although the end of its bucket is
     * above.
     */
    Set<Long> bucketsOfStarts() {
      Set<Long> buckets = new TreeSet<>();
      for (int score = 2; score <= HIGHEST_SCORE; score++) {
        long below = 0;
        for (Map.Entry<Long, Long> bucket : customersByBucket.entrySet()) {
          below += bucket.getValue();
          if (reaches(score, 2 * below - 1)) {
            buckets.add(bucket.getKey());
            Long next = customersByBucket.higherKey(bucket.getKey());
            buckets.add(next == null ? bucket.getKey() : next);
            break;
          }
        }
      }
      return buckets;
    }

    List<Long> starts() {
      List<Long> starts = new ArrayList<>();
      customersByValue.forEach(
          (bucket, counts) -> {
            long below =
                customersByBucket.headMap(bucket).values().stream().mapToLong(n -> n).sum();
            for (Map.Entry<Long, Long> value : counts.entrySet()) {
              while (starts.size() < HIGHEST_SCORE - 1
                  && reaches(starts.size() + 2, 2 * below + value.getValue())) {
                starts.add(value.getKey());
              }
              below += value.getValue();
            }
          });
      return starts;
    }

    /** Whether a place, as twice the customers below it, belongs to the score. */
    private boolean reaches(int score, long twiceBelow) {
      return HIGHEST_SCORE * twiceBelow >= 2L * (score - 1) * customers();
    }
  }
}
