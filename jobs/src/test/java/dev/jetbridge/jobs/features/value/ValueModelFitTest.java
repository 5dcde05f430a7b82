package dev.jetbridge.jobs.features.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.features.purchases.Bought;
import dev.jetbridge.jobs.features.purchases.PurchaseHistories;
import dev.jetbridge.jobs.features.purchases.RepeatPurchases;
import dev.jetbridge.jobs.features.value.spend.PooledMean;
import dev.jetbridge.jobs.features.value.spend.ValueModel;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ValueModelFitTest extends SparkTest {
  @Test
  void valuesWithoutAMeanAreNotFitted() {
    Bought bought = new Bought();
    for (int i = 1; i <= 60; i++) {
      bought
          .paid("P" + i, "2026-01-01T10:00:00Z", "10")
          .paid("P" + i, "2026-02-01T10:00:00Z", String.format("%.2f", Math.pow(60.0 / i, 4)));
    }
    Dataset<Row> repeats =
        bought
            .in(spark)
            .transform(new PurchaseHistories(asOf("2026-03-31T23:59:59.999999Z"))::transform)
            .transform(RepeatPurchases::transform);

    FittedModel<ValueModel> fitted = new ValueModelFit(1000).fit(repeats);

    assertThat(fitted.model()).isInstanceOf(PooledMean.class);
    assertThat(fitted.with(Map.of()).provenance()).contains("not fitted: the values are so uneven");
  }
}
