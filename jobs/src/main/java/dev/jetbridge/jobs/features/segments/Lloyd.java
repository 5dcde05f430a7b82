package dev.jetbridge.jobs.features.segments;

import java.util.Arrays;
import java.util.List;

/**
 * K-means by Lloyd's rounds on weighted grid points, the same on every machine: points come in a
 * fixed order, sums are whole numbers, and a tie goes to the first centre. Axes are weighed by one
 * over their variance, so that each has the same say.
 *
 * <p>The first centre is the point nearest to the mean; each next one the point that adds most to
 * the distance, weighed by its customers: the likeliest draw of k-means++ (Arthur and Vassilvitskii
 * 2007) instead of a random one. A centre that loses all points moves to the point that adds most.
 * There are as many centres as asked for, or as there are points.
 */
final class Lloyd {
  private static final int AXES = Grid.AXES.size();

  private final List<GridPoint> points;
  private final double[] weights = new double[AXES];
  private final double[] means = new double[AXES];
  private double[][] centres;
  private final int[] labels;
  private final double[] distances;
  private int rounds;
  private boolean settled;

  private Lloyd(List<GridPoint> points, int segments) {
    this.points = points;
    this.centres = new double[Math.min(segments, points.size())][];
    this.labels = new int[points.size()];
    this.distances = new double[points.size()];
    standardise();
  }

  /** Groups points, which stand in an order that does not depend on how they were counted. */
  static Lloyd group(List<GridPoint> points, int segments, int maximumRounds) {
    Lloyd lloyd = new Lloyd(points, segments);
    lloyd.start();
    while (lloyd.rounds < maximumRounds && !lloyd.settled) {
      lloyd.round();
    }
    return lloyd;
  }

  /** Leaves only these centres, in this order; each point goes to the nearest of them. */
  void keep(List<Integer> order) {
    centres = order.stream().map(k -> centres[k]).toArray(double[][]::new);
    assign();
  }

  double[][] centres() {
    return centres;
  }

  double[] weights() {
    return weights;
  }

  double[] means() {
    return means;
  }

  int rounds() {
    return rounds;
  }

  /** Whether the last round moved no point. */
  boolean settled() {
    return settled;
  }

  /** The centre of each point. */
  int[] labels() {
    return labels;
  }

  /** Sum over customers of the squared distance to their centre, in standard deviations. */
  double spread() {
    double sum = 0;
    for (int i = 0; i < distances.length; i++) {
      sum += points.get(i).customers() * distances[i];
    }
    return sum;
  }

  private void standardise() {
    long customers = Math.max(1, points.stream().mapToLong(GridPoint::customers).sum());
    for (int axis = 0; axis < AXES; axis++) {
      long sum = 0;
      long squares = 0;
      for (GridPoint point : points) {
        long coordinate = point.coordinate(axis);
        sum += point.customers() * coordinate;
        squares += point.customers() * coordinate * coordinate;
      }
      means[axis] = (double) sum / customers;
      double variance = (double) squares / customers - means[axis] * means[axis];
      weights[axis] = variance > 1e-9 ? 1 / variance : 0;
    }
  }

  private void start() {
    Arrays.fill(distances, Double.POSITIVE_INFINITY);
    int next = nearestToMean();
    for (int k = 0; k < centres.length; k++) {
      centres[k] = coordinates(next);
      for (int i = 0; i < labels.length; i++) {
        double distance = distance(points.get(i), centres[k]);
        if (distance < distances[i]) {
          distances[i] = distance;
          labels[i] = k;
        }
      }
      next = addingMost();
    }
  }

  private int nearestToMean() {
    int nearest = 0;
    for (int i = 1; i < labels.length; i++) {
      if (distance(points.get(i), means) < distance(points.get(nearest), means)) {
        nearest = i;
      }
    }
    return nearest;
  }

  private int addingMost() {
    int most = 0;
    for (int i = 1; i < labels.length; i++) {
      if (points.get(i).customers() * distances[i]
          > points.get(most).customers() * distances[most]) {
        most = i;
      }
    }
    return most;
  }

  private void round() {
    rounds++;
    moveCentres();
    settled = !assign();
  }

  private void moveCentres() {
    long[][] sums = new long[centres.length][AXES];
    long[] customers = new long[centres.length];
    for (int i = 0; i < labels.length; i++) {
      GridPoint point = points.get(i);
      customers[labels[i]] += point.customers();
      for (int axis = 0; axis < AXES; axis++) {
        sums[labels[i]][axis] += point.customers() * point.coordinate(axis);
      }
    }
    for (int k = 0; k < centres.length; k++) {
      if (customers[k] == 0) {
        int most = addingMost();
        centres[k] = coordinates(most);
        distances[most] = 0;
      } else {
        for (int axis = 0; axis < AXES; axis++) {
          centres[k][axis] = (double) sums[k][axis] / customers[k];
        }
      }
    }
  }

  /** Whether any point changed its centre. */
  private boolean assign() {
    boolean changed = false;
    for (int i = 0; i < labels.length; i++) {
      int nearest = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < centres.length; k++) {
        double distance = distance(points.get(i), centres[k]);
        if (distance < least) {
          least = distance;
          nearest = k;
        }
      }
      changed |= labels[i] != nearest;
      labels[i] = nearest;
      distances[i] = least;
    }
    return changed;
  }

  private double[] coordinates(int point) {
    double[] coordinates = new double[AXES];
    Arrays.setAll(coordinates, axis -> points.get(point).coordinate(axis));
    return coordinates;
  }

  /** The expression of {@link Segments} computes the same in the same order. */
  private double distance(GridPoint point, double[] centre) {
    double sum = 0;
    for (int axis = 0; axis < AXES; axis++) {
      double difference = point.coordinate(axis) - centre[axis];
      sum += weights[axis] * (difference * difference);
    }
    return sum;
  }
}
