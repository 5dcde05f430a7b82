package dev.jetbridge.jobs.features.segments;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.jobs.features.purchases.Measures;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * Scores 1 to 5 of recency, frequency and monetary value: for each of the {@link Measures} the
 * smallest values that score 2, 3, 4 and 5; fewer where no customer scores so high.
 */
record RfmScores(List<Long> recency, List<Long> frequency, List<Long> monetary) {
  RfmScores {
    recency = List.copyOf(recency);
    frequency = List.copyOf(frequency);
    monetary = List.copyOf(monetary);
  }

  Column recencyScore() {
    return score(Measures.RECENCY, recency);
  }

  Column frequencyScore() {
    return score(Measures.FREQUENCY, frequency);
  }

  Column monetaryScore() {
    return score(Measures.MONETARY, monetary);
  }

  /** 1, and 1 more for each threshold that the measure reaches. */
  private static Column score(Column measure, List<Long> thresholds) {
    Column score = lit(1);
    for (long threshold : thresholds) {
      score = score.plus(when(measure.geq(threshold), 1).otherwise(0));
    }
    return score;
  }
}
