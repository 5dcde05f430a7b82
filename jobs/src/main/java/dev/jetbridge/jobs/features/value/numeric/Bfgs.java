package dev.jetbridge.jobs.features.value.numeric;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.Arrays;

/**
 * Minimises a smooth function of a few parameters within a box: the quasi-Newton method of Broyden,
 * Fletcher, Goldfarb and Shanno with a backtracking line search (Nocedal and Wright, Numerical
 * Optimization, 2006, ch. 3 and 6). A parameter that is pushed against its bound rests there.
 */
public final class Bfgs {
  private static final int MAXIMUM_ROUNDS = 500;
  private static final double SUFFICIENT_DECREASE = 1e-4;
  private static final double SMALLEST_STEP = 1e-14;

  /** A function and its gradient. */
  public interface Objective {
    /** The value at the point; fills the gradient. */
    double evaluate(double[] point, double[] gradient);
  }

  /** Where the minimum is. */
  public static final class Minimum {
    public final double[] point;
    public final double value;
    public final int rounds;

    /** The steepest slope that is left where the point may still move. */
    public final double slope;

    /** False where the function is too flat, or too narrow a valley, to find the lowest point. */
    public final boolean converged;

    private Minimum(double[] point, double value, int rounds, double slope, boolean converged) {
      this.point = point;
      this.value = value;
      this.rounds = rounds;
      this.slope = slope;
      this.converged = converged;
    }
  }

  private final Objective objective;
  private final double[] low;
  private final double[] high;
  private final double tolerance;
  private double[] point;
  private double[] gradient;
  private double value;
  private double[][] inverseHessian;
  private boolean[] free;

  /** Whether the inverse Hessian is still the identity. */
  private boolean fresh = true;

  private Bfgs(Objective objective, double[] start, double[] low, double[] high, double tolerance) {
    this.objective = objective;
    this.low = low.clone();
    this.high = high.clone();
    this.tolerance = tolerance;
    this.point = start.clone();
    this.gradient = new double[start.length];
    this.value = objective.evaluate(point, gradient);
    this.inverseHessian = identity(start.length);
    this.free = free();
  }

  /**
   * The minimum near the start with every parameter within ±bound.
   *
   * @param tolerance largest slope left in any direction that is still free
   * @throws JetbridgeException INTERNAL when the function has no value there
   */
  public static Minimum minimise(
      String name, Objective objective, double[] start, double bound, double tolerance) {
    double[] low = new double[start.length];
    double[] high = new double[start.length];
    Arrays.fill(low, -bound);
    Arrays.fill(high, bound);
    return minimise(name, objective, start, low, high, tolerance);
  }

  /**
   * The minimum near the start within a box of its own for each parameter.
   *
   * @param tolerance largest slope left in any direction that is still free
   * @throws JetbridgeException INTERNAL when the function has no value there
   */
  public static Minimum minimise(
      String name,
      Objective objective,
      double[] start,
      double[] low,
      double[] high,
      double tolerance) {
    Bfgs search = new Bfgs(objective, start, low, high, tolerance);
    for (int round = 0; round < MAXIMUM_ROUNDS; round++) {
      if (search.largestFreeSlope() <= tolerance || !search.step()) {
        return search.minimum(name, round);
      }
    }
    return search.minimum(name, MAXIMUM_ROUNDS);
  }

  /** Rounding ends the descent a little before the tolerance on very flat functions. */
  private Minimum minimum(String name, int rounds) {
    double slope = largestFreeSlope();
    if (!Double.isFinite(slope)) {
      throw new JetbridgeException(
          FailureKind.INTERNAL,
          "Cannot fit "
              + name
              + ": the search stopped after "
              + rounds
              + " rounds with slope "
              + slope
              + " vs "
              + tolerance);
    }
    return new Minimum(point, value, rounds, slope, slope <= Math.sqrt(tolerance));
  }

  private boolean isFree(int i) {
    return !(point[i] >= high[i] && gradient[i] < 0) && !(point[i] <= low[i] && gradient[i] > 0);
  }

  private double largestFreeSlope() {
    double largest = 0;
    for (int i = 0; i < point.length; i++) {
      if (isFree(i)) {
        largest = Math.max(largest, Math.abs(gradient[i]));
      }
    }
    return largest;
  }

  /** Goes downhill once; false when no smaller value can be told apart. */
  private boolean step() {
    boolean[] nowFree = free();
    if (!Arrays.equals(free, nowFree)) {
      // What was learned of the curvature holds for the parameters that could move then.
      free = nowFree;
      forgetCurvature();
    }
    double[] direction = direction();
    double length = Math.min(fresh ? Math.min(1, 1 / norm(direction)) : 1, room(direction));
    double[] nextGradient = new double[point.length];
    for (; length > SMALLEST_STEP; length /= 2) {
      double[] next = moved(direction, length);
      double nextValue = objective.evaluate(next, nextGradient);
      double[] move = minus(next, point);
      double allowed = value + SUFFICIENT_DECREASE * dot(gradient, move);
      if (nextValue <= allowed + 4 * Math.ulp(value)) {
        learnCurvature(move, minus(nextGradient, gradient));
        boolean isElsewhere = norm(move) > 0;
        point = next;
        value = nextValue;
        gradient = nextGradient;
        return isElsewhere;
      }
    }
    return false;
  }

  private boolean[] free() {
    boolean[] free = new boolean[point.length];
    for (int i = 0; i < free.length; i++) {
      free[i] = isFree(i);
    }
    return free;
  }

  private double[] direction() {
    double[] direction = new double[point.length];
    for (int i = 0; i < direction.length; i++) {
      for (int j = 0; j < direction.length; j++) {
        direction[i] -= free[i] && free[j] ? inverseHessian[i][j] * gradient[j] : 0;
      }
    }
    if (dot(direction, gradient) < 0 && room(direction) > 0) {
      return direction;
    }
    forgetCurvature();
    for (int i = 0; i < direction.length; i++) {
      direction[i] = free[i] ? -gradient[i] : 0;
    }
    return direction;
  }

  /** How far the direction leads before the first parameter meets its bound. */
  private double room(double[] direction) {
    double room = Double.MAX_VALUE;
    for (int i = 0; i < direction.length; i++) {
      if (direction[i] != 0) {
        double bound = direction[i] > 0 ? high[i] : low[i];
        room = Math.min(room, (bound - point[i]) / direction[i]);
      }
    }
    return room;
  }

  private double[] moved(double[] direction, double length) {
    double[] next = new double[point.length];
    for (int i = 0; i < next.length; i++) {
      double moved = point[i] + length * direction[i];
      // Rounding must not leave a parameter just short of the bound that ended the step.
      double close = 1e-12 * Math.max(Math.abs(low[i]), Math.abs(high[i]));
      next[i] = moved >= high[i] - close ? high[i] : moved <= low[i] + close ? low[i] : moved;
    }
    return next;
  }

  private void forgetCurvature() {
    inverseHessian = identity(point.length);
    fresh = true;
  }

  private void learnCurvature(double[] move, double[] change) {
    double curvature = dot(move, change);
    if (curvature <= 1e-12 * norm(move) * norm(change)) {
      return;
    }
    if (fresh) {
      scaleIdentity(curvature / dot(change, change));
      fresh = false;
    }
    double[] scaled = new double[move.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = dot(inverseHessian[i], change);
    }
    double factor = (1 + dot(change, scaled) / curvature) / curvature;
    for (int i = 0; i < move.length; i++) {
      for (int j = 0; j < move.length; j++) {
        inverseHessian[i][j] +=
            factor * move[i] * move[j] - (scaled[i] * move[j] + move[i] * scaled[j]) / curvature;
      }
    }
  }

  private void scaleIdentity(double scale) {
    for (int i = 0; i < inverseHessian.length; i++) {
      inverseHessian[i][i] *= scale;
    }
  }

  private static double[][] identity(int size) {
    double[][] identity = new double[size][size];
    for (int i = 0; i < size; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }

  private static double[] minus(double[] left, double[] right) {
    double[] difference = new double[left.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = left[i] - right[i];
    }
    return difference;
  }

  private static double dot(double[] left, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i];
    }
    return sum;
  }

  private static double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }
}
