package dev.jetbridge.jobs.features.segments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetbridge.jobs.SparkTest;
import dev.jetbridge.jobs.features.purchases.Bought;
import dev.jetbridge.jobs.features.purchases.PurchaseHistories;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class SegmentsFitTest extends SparkTest {
  @Test
  void coarserGridStillPlacesEveryCustomerWhereTheFitDid() {
    Dataset<Row> histories =
        Bought.atRandom(200)
            .in(spark)
            .transform(new PurchaseHistories(asOf("2026-03-31T23:59:59.999999Z"))::transform)
            .localCheckpoint();

    SegmentsFit.Fitted fitted = new SegmentsFit(4, 50, 20, Dataset::localCheckpoint).fit(histories);

    assertThat(fitted.points()).isLessThanOrEqualTo(20);
    assertThat(fitted.segments().grid().halvings()).isPositive();
    assertThat(fitted.customers()).isEqualTo(200);
    List<Integer> ids =
        histories.select(fitted.segments().segmentId()).collectAsList().stream()
            .map(row -> row.getInt(0))
            .toList();
    for (Segments.Segment segment : fitted.segments().segments()) {
      assertThat(ids.stream().filter(id -> id == segment.id()).count())
          .isEqualTo(segment.customers());
    }
  }
}
