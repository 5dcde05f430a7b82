package dev.jetbridge.jobs.features.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.features.purchases.PurchaseHistories;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RfmScoresFitTest extends SparkTest {
  @Test
  void fiveDifferentCustomersScoreOneToFive() {
    Dataset<Row> histories = histories(new long[] {10, 500, -3, 70, 9000});

    assertThat(monetaryScores(histories)).containsExactly(2, 4, 1, 3, 5);
    assertThat(scores(histories, true)).containsExactly(5, 4, 3, 2, 1);
  }

  @Test
  void equalValuesScoreTheSame() {
    assertThat(monetaryScores(histories(new long[] {5, 5, 5, 5, 5, 5, 7, 7, 8, 9})))
        .containsExactly(2, 2, 2, 2, 2, 2, 4, 4, 5, 5);
    assertThat(monetaryScores(histories(new long[] {4, 4, 4}))).containsExactly(3, 3, 3);
    assertThat(monetaryScores(histories(new long[] {4}))).containsExactly(3);
  }

  @Test
  void scoresFollowTheDefinitionForEveryDistribution() {
    SplittableRandom random = new SplittableRandom(3);
    for (int range : new int[] {3, 40, 100_000}) {
      long[] cents = random.longs(300, -range / 10, range).map(v -> v * v / range).toArray();

      assertThat(monetaryScores(histories(cents))).isEqualTo(byDefinition(cents));
    }
  }

  private static List<Integer> byDefinition(long[] values) {
    return Arrays.stream(values)
        .mapToObj(
            v -> {
              long below = Arrays.stream(values).filter(w -> w < v).count();
              long equal = Arrays.stream(values).filter(w -> w == v).count();
              return (int) (1 + 5 * (2 * below + equal) / (2L * values.length));
            })
        .toList();
  }

  private static List<Integer> monetaryScores(Dataset<Row> histories) {
    return scores(histories, false);
  }

  private static List<Integer> scores(Dataset<Row> histories, boolean recency) {
    RfmScores scores = RfmScoresFit.fit(histories);
    return histories
        .orderBy(PurchaseHistories.PERSON_ID)
        .select(recency ? scores.recencyScore() : scores.monetaryScore())
        .collectAsList()
        .stream()
        .map(row -> row.getInt(0))
        .toList();
  }

  /** Customers in the order of their recency, with that many cents spent. */
  private static Dataset<Row> histories(long[] cents) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < cents.length; i++) {
      rows.add(RowFactory.create(String.format("P%05d", i), i, 1, BigDecimal.valueOf(cents[i], 2)));
    }
    return spark.createDataFrame(
        rows,
        new StructType()
            .add(PurchaseHistories.PERSON_ID, "string")
            .add(PurchaseHistories.RECENCY_DAYS, "int")
            .add(PurchaseHistories.PURCHASE_DAYS, "int")
            .add(PurchaseHistories.TOTAL_VALUE, "decimal(18,2)"));
  }
}
