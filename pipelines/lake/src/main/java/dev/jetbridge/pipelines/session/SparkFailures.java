package dev.jetbridge.pipelines.session;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.SparkThrowable;

/**
 * What engines throw, by kind. Spark throws checked exceptions that no signature names, and an
 * overflown stack is an Error, so whoever guards other work catches Throwable and asks here.
 */
public final class SparkFailures {
  private static final int DEEPEST = 50;

  /** Errors that Spark has given a number only. */
  private static final String UNNAMED = "_LEGACY";

  private SparkFailures() {}

  /** Whether the program can go on with other work after it. */
  public static boolean isSurvivable(Throwable failure) {
    return !(failure instanceof VirtualMachineError)
        || failure instanceof StackOverflowError
        || failure instanceof OutOfMemoryError;
  }

  /** Whether a job ended because one of its tasks failed: by its code, its data or its files. */
  public static boolean isOfTask(Throwable failure) {
    return chain(failure).anyMatch(SparkException.class::isInstance);
  }

  /** What is read, or nothing when that fails: somebody else tells why. */
  public static <T> Optional<T> readable(Supplier<Optional<T>> read) {
    try {
      return read.get();
    } catch (Throwable e) {
      if (!isSurvivable(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** The same failure, to throw it where it was caught as a Throwable; an Error is thrown here. */
  public static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new CompletionException(failure);
  }

  /** The failure and its causes; ends where causes go round. */
  public static Stream<Throwable> chain(Throwable failure) {
    return Stream.iterate(failure, t -> t != null, Throwable::getCause).limit(DEEPEST);
  }

  /** The first of the failure and its causes that is asked for. */
  public static Optional<Throwable> first(Throwable failure, Predicate<Throwable> wanted) {
    return chain(failure).filter(wanted).findFirst();
  }

  /** The last cause. */
  public static Throwable root(Throwable failure) {
    return chain(failure).reduce((first, second) -> second).orElseThrow();
  }

  /** The class of a failure and Spark's class of errors: never its message, which holds values. */
  public static String name(Throwable failure) {
    String name = failure.getClass().getSimpleName();
    return failure instanceof SparkThrowable spark
            && spark.getErrorClass() != null
            && !spark.getErrorClass().startsWith(UNNAMED)
        ? name + " " + spark.getErrorClass()
        : name;
  }

  /**
   * The failure and its causes by name, each with the place in the code that threw it: what a log
   * may hold.
   */
  public static String trace(Throwable failure) {
    StringBuilder lines = new StringBuilder();
    chain(failure)
        .forEach(
            t -> {
              lines.append(lines.isEmpty() ? "" : "\n  caused by ").append(name(t));
              Stream.of(t.getStackTrace())
                  .limit(8)
                  .forEach(f -> lines.append("\n    at ").append(f));
            });
    return lines.toString();
  }
}
