package dev.jetbridge.jobs.features.value.numeric;

import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.NonSymmetricMatrixException;
import org.apache.commons.math3.linear.RealMatrix;

/** How sharply a minimum is bent: the second derivatives, from differences of the gradient. */
public final class Curvature {
  private static final double STEP = 1e-4;

  private Curvature() {}

  /**
   * The inverse of the second derivatives of {@code factor} times the function: the covariance of
   * the coordinates when that is a negative log-likelihood. Empty where the function is flat.
   */
  public static Optional<double[][]> covariance(
      Bfgs.Objective objective, double[] point, double factor) {
    int size = point.length;
    double[][] hessian = new double[size][size];
    for (int i = 0; i < size; i++) {
      double[] up = new double[size];
      double[] down = new double[size];
      double[] moved = point.clone();
      moved[i] = point[i] + STEP;
      objective.evaluate(moved, up);
      moved[i] = point[i] - STEP;
      objective.evaluate(moved, down);
      for (int j = 0; j < size; j++) {
        hessian[i][j] += factor * (up[j] - down[j]) / (4 * STEP);
        hessian[j][i] += factor * (up[j] - down[j]) / (4 * STEP);
      }
    }
    try {
      RealMatrix inverse =
          new CholeskyDecomposition(new Array2DRowRealMatrix(hessian)).getSolver().getInverse();
      return Optional.of(inverse.getData());
    } catch (NonPositiveDefiniteMatrixException | NonSymmetricMatrixException e) {
      return Optional.empty();
    }
  }
}
