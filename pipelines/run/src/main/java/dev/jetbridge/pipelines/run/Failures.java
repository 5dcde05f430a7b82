package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.session.Interruption;
import dev.jetbridge.pipelines.session.SparkFailures;
import dev.jetbridge.registry.AwsFailure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sorts what engines throw. Their messages may hold values of rows, so of those only the kind of
 * the root cause is passed on, and the name of a file that Iceberg or Spark gave it.
 */
public final class Failures {
  /** How Iceberg and Spark name what they write: no folder, which may be named after a value. */
  private static final Pattern OWN_FILE =
      Pattern.compile(
          "(?<![0-9A-Za-z_.-])[0-9A-Za-z_-]{1,120}+(?:\\.c000)?\\.(?:gz\\.|snappy\\.|zstd\\.)?"
              + "(?:parquet|avro|metadata\\.json)");

  private static final List<String> FORMATS =
      List.of(
          "org.apache.parquet.",
          "org.apache.iceberg.parquet.",
          "org.apache.iceberg.shaded.org.apache.parquet.",
          "org.apache.avro.",
          "org.apache.iceberg.avro.",
          "org.apache.iceberg.shaded.org.apache.avro.");

  private static final int NEAR = 12;

  /** Causes that a message names. */
  private static final int NAMED = 4;

  private static final String RESTORE =
      "; restore it from a backup, or rebuild its table: jetbridge rebuild";

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /**
   * The failure in words; the log gets what it is made of. For who goes on with other work: what
   * ends the program is thrown on.
   */
  public static JetbridgeException logged(Throwable failure, String action) {
    return logged(failure, action, RESTORE);
  }

  static JetbridgeException logged(Throwable failure, String action, String remedy) {
    Interruption.standStill();
    if (!SparkFailures.isSurvivable(failure)) {
      throw (Error) failure;
    }
    JetbridgeException known = known(failure, action, remedy);
    if (known != failure) {
      LOG.error("{}\n{}", known.getMessage(), SparkFailures.trace(failure));
    }
    return known;
  }

  /** The failure itself when it is ours, else one of the right kind that names the action. */
  public static JetbridgeException known(Throwable failure, String action) {
    return known(failure, action, RESTORE);
  }

  /**
   * @param remedy what to do about a file of a table that is missing or damaged
   */
  private static JetbridgeException known(Throwable failure, String action, String remedy) {
    Optional<Throwable> ours = SparkFailures.first(failure, JetbridgeException.class::isInstance);
    if (ours.isPresent()) {
      return (JetbridgeException) ours.get();
    }
    if (SparkFailures.first(failure, Failures::isOfCommit).isEmpty()) {
      Optional<JetbridgeException> service = AwsFailure.in("Cannot " + action, failure);
      if (service.isPresent()) {
        return service.get();
      }
    }
    Optional<String> reason =
        SparkFailures.chain(failure).flatMap(t -> reason(t, remedy).stream()).findFirst();
    if (reason.isPresent()) {
      return external(action, reason.get(), failure);
    }
    if (SparkFailures.first(failure, StackOverflowError.class::isInstance).isPresent()) {
      return new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot "
              + action
              + ": the stack is exhausted; a pattern or an expression of its contract goes too"
              + " deep: make it simpler",
          failure);
    }
    Throwable root = SparkFailures.root(failure);
    if (isOfFormat(root)) {
      return external(action, "a file of a table is damaged" + named(failure) + remedy, failure);
    }
    if (root instanceof IOException) {
      return external(action, root.getClass().getSimpleName(), failure);
    }
    Optional<Throwable> transformation =
        SparkFailures.first(failure, TransformationFailed.class::isInstance);
    if (transformation.isPresent()) {
      return ofTransformation((TransformationFailed) transformation.get(), action);
    }
    return new JetbridgeException(
        FailureKind.INTERNAL,
        "Cannot " + action + ": " + SparkFailures.name(root) + " (details in the log)",
        failure);
  }

  /**
   * A transformation meets what its author did not expect: its contract and its rows fit it not.
   */
  private static JetbridgeException ofTransformation(TransformationFailed failure, String action) {
    return new JetbridgeException(
        FailureKind.CONTRACT,
        "Cannot "
            + action
            + ": its transformation "
            + failure.transformation()
            + " failed with "
            + SparkFailures.chain(failure.getCause())
                .map(SparkFailures::name)
                .distinct()
                .limit(NAMED)
                .collect(Collectors.joining(", caused by "))
            + " (the log says where); correct its inputs or the transformation and run again",
        failure);
  }

  /** What a service said of a commit matters less than whether it may have been taken. */
  private static boolean isOfCommit(Throwable failure) {
    return failure instanceof CommitStateUnknownException
        || failure instanceof CommitFailedException;
  }

  private static Optional<String> reason(Throwable failure, String remedy) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("no space left on device")) {
      return Optional.of("the disk is full; free some space and run again");
    }
    if (message.contains("read-only file system")) {
      return Optional.of("the disk is read-only; name a home that can be written with --home");
    }
    if (failure instanceof AccessDeniedException
        || message.contains("permission denied")
        || message.contains("readonly database")) {
      return Optional.of("no permission to write the files of the lake");
    }
    if (failure instanceof CommitStateUnknownException) {
      return Optional.of(
          "the catalog did not confirm the commit, so it may have been published; the"
              + " next run finds out: run again");
    }
    if (failure instanceof CommitFailedException) {
      return Optional.of("the catalog refused the commit; run again");
    }
    if (failure instanceof OutOfMemoryError) {
      return Optional.of("not enough memory; give the program more heap");
    }
    if (failure instanceof InterruptedException) {
      return Optional.of("it was interrupted; run again");
    }
    if (failure instanceof NotFoundException
        || failure instanceof FileNotFoundException
        || failure instanceof NoSuchFileException) {
      return Optional.of("a file of a table is missing" + named(failure) + remedy);
    }
    return Optional.empty();
  }

  /** Whether a reader of files threw it: it says so with exceptions of any class. */
  private static boolean isOfFormat(Throwable root) {
    StackTraceElement[] frames = root.getStackTrace();
    for (int i = 0; i < Math.min(NEAR, frames.length); i++) {
      String place = frames[i].getClassName();
      if (FORMATS.stream().anyMatch(place::startsWith)) {
        return true;
      }
    }
    return false;
  }

  private static String named(Throwable failure) {
    return SparkFailures.chain(failure)
        .map(t -> OWN_FILE.matcher(String.valueOf(t.getMessage())))
        .filter(Matcher::find)
        .map(m -> " (" + m.group() + ")")
        .findFirst()
        .orElse("");
  }

  private static JetbridgeException external(String action, String reason, Throwable cause) {
    return new JetbridgeException(FailureKind.EXTERNAL, "Cannot " + action + ": " + reason, cause);
  }
}
