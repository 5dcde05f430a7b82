package dev.jetbridge.jobs.features.segments;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_min;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.jetbridge.jobs.features.purchases.PurchaseHistories;
import java.math.BigDecimal;
import java.util.List;
import org.apache.spark.sql.Column;

/**
 * Segments of customers on a grid, the most valuable first. A customer belongs to the segment whose
 * centre is nearest, the first of equally near ones; without customers there are no segments.
 *
 * @param weights of the squared distance on each axis
 * @param means the average customer on each axis
 */
record Segments(Grid grid, List<Double> weights, List<Double> means, List<Segment> segments) {
  private static final String DISTANCE = "distance";
  private static final String ID = "id";

  Segments {
    weights = List.copyOf(weights);
    means = List.copyOf(means);
    segments = List.copyOf(segments);
  }

  /**
   * One segment.
   *
   * @param centre on each axis of the grid
   * @param meanValue net value of all purchases, mean over its customers, base currency
   */
  record Segment(
      int id,
      String name,
      String description,
      List<Double> centre,
      long customers,
      double meanRecencyDays,
      double meanFrequency,
      BigDecimal meanValue,
      double meanTenureDays) {}

  /** The number of a customer's segment, from the columns of {@link PurchaseHistories}. */
  Column segmentId() {
    if (segments.isEmpty()) {
      return lit(null).cast("int");
    }
    Column[] nearest =
        segments.stream()
            .map(s -> struct(distance(s).as(DISTANCE), lit(s.id()).as(ID)))
            .toArray(Column[]::new);
    return array_min(array(nearest)).getField(ID);
  }

  /** The name of the segment of that number. */
  Column segmentName(Column segmentId) {
    if (segments.isEmpty()) {
      return lit(null).cast("string");
    }
    return element_at(
        array(segments.stream().map(s -> lit(s.name())).toArray(Column[]::new)), segmentId);
  }

  private Column distance(Segment segment) {
    List<Column> coordinates = grid.coordinates();
    Column sum = lit(0.0);
    for (int axis = 0; axis < coordinates.size(); axis++) {
      Column difference = coordinates.get(axis).minus(segment.centre().get(axis));
      sum = sum.plus(difference.multiply(difference).multiply(weights.get(axis)));
    }
    return sum;
  }
}
