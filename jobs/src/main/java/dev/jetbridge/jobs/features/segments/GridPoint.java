package dev.jetbridge.jobs.features.segments;

import java.math.BigDecimal;
import java.util.Comparator;

/**
 * The customers on one point of the {@link Grid}: how many they are and the exact sums of their
 * measures.
 */
record GridPoint(
    int recency,
    int frequency,
    int monetary,
    int tenure,
    long customers,
    long recencyDays,
    long purchaseDays,
    BigDecimal value,
    long tenureDays) {
  static final Comparator<GridPoint> BY_PLACE =
      Comparator.comparingInt(GridPoint::monetary)
          .thenComparingInt(GridPoint::frequency)
          .thenComparingInt(GridPoint::tenure)
          .thenComparingInt(GridPoint::recency);

  int coordinate(int axis) {
    return switch (axis) {
      case 0 -> recency;
      case 1 -> frequency;
      case 2 -> monetary;
      default -> tenure;
    };
  }
}
