package dev.jetbridge.registry;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.jdbc.UncheckedSQLException;

/** What a catalog of any kind throws when it cannot work, as a failure of ours. */
public final class CatalogFailure {
  private CatalogFailure() {}

  /**
   * Runs the work; what it was to do stands at the head of the message of its failure. A failure
   * that no outside part explains passes as it is.
   */
  public static <T> T translate(String attempt, Supplier<T> work) {
    try {
      return work.get();
    } catch (NotFoundException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          attempt
              + ": the catalog names a file that is not there ("
              + RootCause.of(e)
              + "); restore it, or the home that was moved",
          e);
    } catch (JetbridgeException | CommitFailedException | CommitStateUnknownException e) {
      // Whoever commits knows what to do about these.
      throw e;
    } catch (RuntimeException e) {
      throw AwsFailure.in(attempt, e)
          .map(RuntimeException.class::cast)
          .orElseGet(() -> other(attempt, e));
    }
  }

  private static RuntimeException other(String attempt, RuntimeException failure) {
    if (failure instanceof ForbiddenException) {
      return new JetbridgeException(
          FailureKind.CONFIG,
          attempt + ": access denied; allow " + AwsFailure.LAKE + " to the role",
          failure);
    }
    if (failure instanceof UncheckedIOException || failure instanceof UncheckedSQLException) {
      return new JetbridgeException(
          FailureKind.EXTERNAL,
          attempt + ": " + RootCause.of(failure) + "; check disk and permissions and run again",
          failure);
    }
    return failure;
  }
}
