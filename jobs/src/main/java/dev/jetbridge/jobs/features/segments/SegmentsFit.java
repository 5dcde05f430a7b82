package dev.jetbridge.jobs.features.segments;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.sum;

import dev.jetbridge.jobs.features.purchases.PurchaseHistories;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Groups customers by how they buy. Customers are counted on the points of a {@link Grid}, of which
 * at most 50,000 come to the driver: where more are occupied, the grid is made coarser by two until
 * they are not, which its range ends after ten times. There k-means runs in memory: a round costs
 * no Spark job.
 */
final class SegmentsFit {
  private static final String CUSTOMERS = "customers";
  private static final int MAXIMUM_POINTS = 50_000;

  private final int segments;
  private final int maximumRounds;
  private final int maximumPoints;
  private final UnaryOperator<Dataset<Row>> checkpoint;

  SegmentsFit(int segments, int maximumRounds, UnaryOperator<Dataset<Row>> checkpoint) {
    this(segments, maximumRounds, MAXIMUM_POINTS, checkpoint);
  }

  SegmentsFit(
      int segments, int maximumRounds, int maximumPoints, UnaryOperator<Dataset<Row>> checkpoint) {
    this.segments = segments;
    this.maximumRounds = maximumRounds;
    this.maximumPoints = maximumPoints;
    this.checkpoint = checkpoint;
  }

  /**
   * Segments and how they came about.
   *
   * @param settled whether the last round moved no customer
   * @param explained the share of the customers' spread that lies between the segments
   */
  record Fitted(
      Segments segments,
      long customers,
      int points,
      int rounds,
      boolean settled,
      double explained) {}

  /** On one row a person with the columns of {@link PurchaseHistories}. */
  Fitted fit(Dataset<Row> histories) {
    Grid grid = new Grid(0);
    Dataset<Row> counted = checkpoint.apply(occupied(histories));
    while (counted.count() > maximumPoints) {
      grid = new Grid(grid.halvings() + 1);
      counted = checkpoint.apply(coarser(counted));
    }
    List<GridPoint> points =
        counted.collectAsList().stream()
            .map(SegmentsFit::point)
            .sorted(GridPoint.BY_PLACE)
            .toList();
    return fit(grid, points);
  }

  private Fitted fit(Grid grid, List<GridPoint> points) {
    Lloyd lloyd = Lloyd.group(points, segments, maximumRounds);
    double total = Lloyd.group(points, 1, 1).spread();
    List<Segments.Segment> found = segments(points, lloyd);
    return new Fitted(
        new Segments(grid, boxed(lloyd.weights()), boxed(lloyd.means()), found),
        points.stream().mapToLong(GridPoint::customers).sum(),
        points.size(),
        lloyd.rounds(),
        lloyd.settled(),
        total == 0 ? 1 : 1 - lloyd.spread() / total);
  }

  private static Dataset<Row> occupied(Dataset<Row> histories) {
    List<Column> coordinates = new Grid(0).coordinates();
    Column[] named = new Column[coordinates.size()];
    Arrays.setAll(named, axis -> coordinates.get(axis).as(Grid.AXES.get(axis)));
    return histories
        .groupBy(named)
        .agg(
            count(lit(1)).as(CUSTOMERS),
            sum(PurchaseHistories.RECENCY_DAYS).as(PurchaseHistories.RECENCY_DAYS),
            sum(PurchaseHistories.PURCHASE_DAYS).as(PurchaseHistories.PURCHASE_DAYS),
            sum(PurchaseHistories.TOTAL_VALUE).as(PurchaseHistories.TOTAL_VALUE),
            sum(PurchaseHistories.TENURE_DAYS).as(PurchaseHistories.TENURE_DAYS));
  }

  private static Dataset<Row> coarser(Dataset<Row> counted) {
    Column[] halved =
        Grid.AXES.stream().map(a -> shiftright(col(a), 1).as(a)).toArray(Column[]::new);
    return counted
        .groupBy(halved)
        .agg(
            sum(CUSTOMERS).as(CUSTOMERS),
            sum(PurchaseHistories.RECENCY_DAYS).as(PurchaseHistories.RECENCY_DAYS),
            sum(PurchaseHistories.PURCHASE_DAYS).as(PurchaseHistories.PURCHASE_DAYS),
            sum(PurchaseHistories.TOTAL_VALUE).as(PurchaseHistories.TOTAL_VALUE),
            sum(PurchaseHistories.TENURE_DAYS).as(PurchaseHistories.TENURE_DAYS));
  }

  private static GridPoint point(Row row) {
    return new GridPoint(
        row.getInt(0),
        row.getInt(1),
        row.getInt(2),
        row.getInt(3),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getDecimal(7),
        row.getLong(8));
  }

  /** The segments in the order of their mean value, the highest first; ties by centre. */
  private static List<Segments.Segment> segments(List<GridPoint> points, Lloyd lloyd) {
    List<Profile> found = profiles(points, lloyd);
    lloyd.keep(
        IntStream.range(0, found.size())
            .filter(k -> found.get(k).customers > 0)
            .boxed()
            .sorted(
                Comparator.comparing((Integer k) -> found.get(k).meanValue())
                    .reversed()
                    .thenComparing(k -> found.get(k).centre, Arrays::compare))
            .toList());
    List<Profile> profiles = profiles(points, lloyd);
    List<Segments.Segment> segments = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Profile profile : profiles) {
      SegmentName name =
          profiles.size() == 1
              ? SegmentName.EVERYONE
              : SegmentName.of(profile.centre, lloyd.means()).unlike(names);
      names.add(name.name());
      segments.add(profile.segment(segments.size() + 1, name));
    }
    return segments;
  }

  private static List<Profile> profiles(List<GridPoint> points, Lloyd lloyd) {
    List<Profile> profiles = Arrays.stream(lloyd.centres()).map(Profile::new).toList();
    for (int i = 0; i < points.size(); i++) {
      profiles.get(lloyd.labels()[i]).add(points.get(i));
    }
    return profiles;
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  /** The exact sums of a segment. */
  private static final class Profile {
    final double[] centre;
    private long customers;
    private long recencyDays;
    private long purchaseDays;
    private long tenureDays;
    private BigDecimal value = BigDecimal.ZERO;

    Profile(double[] centre) {
      this.centre = centre;
    }

    void add(GridPoint point) {
      customers += point.customers();
      recencyDays += point.recencyDays();
      purchaseDays += point.purchaseDays();
      tenureDays += point.tenureDays();
      value = value.add(point.value());
    }

    BigDecimal meanValue() {
      return value.divide(BigDecimal.valueOf(Math.max(1, customers)), 6, RoundingMode.HALF_UP);
    }

    Segments.Segment segment(int id, SegmentName name) {
      return new Segments.Segment(
          id,
          name.name(),
          name.description(),
          boxed(centre),
          customers,
          (double) recencyDays / customers,
          (double) purchaseDays / customers,
          meanValue().setScale(2, RoundingMode.HALF_UP),
          (double) tenureDays / customers);
    }
  }
}
