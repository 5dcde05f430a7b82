package dev.jetbridge.pipelines.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** The segments of the customers at an as-of instant, in the order of their number. */
record Segmentation(Instant asOf, String currency, List<Segment> segments) {
  Segmentation {
    segments = List.copyOf(segments);
  }

  /**
   * One segment.
   *
   * @param description empty when its model has none
   * @param spend net value of all purchases of its customers
   * @param recencyDays mean days since the last purchase
   * @param frequency mean days with a purchase
   * @param tenureDays mean days since the first purchase
   */
  record Segment(
      int number,
      String name,
      String description,
      long customers,
      BigDecimal spend,
      double recencyDays,
      double frequency,
      double tenureDays) {

    double meanSpend() {
      return customers == 0 ? 0 : spend.doubleValue() / customers;
    }
  }

  long customers() {
    return segments.stream().mapToLong(Segment::customers).sum();
  }

  BigDecimal spend() {
    return segments.stream().map(Segment::spend).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
