package dev.jetbridge.jobs.features.segments;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.shiftright;

import dev.jetbridge.jobs.features.purchases.PurchaseHistories;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * Where customers stand by recency, frequency, monetary value and tenure: the logarithm of 1 plus
 * the measure, rounded to a grid, so that customers who hardly differ stand on one point. Points
 * are whole numbers, and sums over them exact. A net value below zero counts as zero.
 *
 * @param halvings how often the grid of 16 steps a factor of e was made coarser by two
 */
record Grid(int halvings) {
  static final List<String> AXES = List.of("recency", "frequency", "monetary", "tenure");
  private static final double STEPS_AN_E_FOLD = 16;

  private static final List<String> MEASURES =
      List.of(
          PurchaseHistories.RECENCY_DAYS,
          PurchaseHistories.PURCHASE_DAYS,
          PurchaseHistories.TOTAL_VALUE,
          PurchaseHistories.TENURE_DAYS);

  /** The point of a customer on each axis, from the columns of {@link PurchaseHistories}. */
  List<Column> coordinates() {
    return MEASURES.stream().map(this::coordinate).toList();
  }

  private Column coordinate(String measure) {
    Column steps = log1p(greatest(col(measure).cast("double"), lit(0.0))).multiply(STEPS_AN_E_FOLD);
    return shiftright(floor(steps.plus(0.5)).cast("int"), halvings);
  }
}
