package dev.jetbridge.quality.audit;

import com.amazon.deequ.analyzers.runners.EmptyStateException;
import com.amazon.deequ.analyzers.runners.MetricCalculationPreconditionException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;

/**
 * Why something could not be measured, in words. The message of an exception may hold a value of a
 * row, so only the class of an error is told, except where it speaks of the schema.
 */
public final class Causes {
  public static final String NO_ROWS = "there are no rows";
  static final String NO_VALUE =
      "there is no value to measure: no row is selected, or all are null";
  public static final String NOT_A_NUMBER = "the measure is not a number";

  private Causes() {}

  static String of(Throwable failure) {
    if (failure instanceof EmptyStateException) {
      return NO_VALUE;
    }
    if (failure instanceof MetricCalculationPreconditionException) {
      return "it does not fit the columns: " + failure.getMessage().replace("!", "");
    }
    if (failure instanceof AnalysisException analysis) {
      String name = analysis.getMessageParameters().getOrDefault("objectName", "");
      return "it does not fit the columns: " + errorClass(analysis) + " " + name.strip();
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return "measuring it failed with " + errorClass(root);
  }

  private static String errorClass(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    return failure instanceof SparkThrowable spark && spark.getErrorClass() != null
        ? name + " " + spark.getErrorClass()
        : name;
  }
}
