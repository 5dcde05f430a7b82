package dev.jetbridge.registry;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a catalog of any kind throws when it cannot work, as a failure of ours. */
public final class CatalogFailure {
  private static final String PERMISSIONS =
      "glue:GetDatabase, glue:CreateDatabase, glue:GetTable, glue:CreateTable and glue:UpdateTable"
          + " on the catalog, s3:GetObject, s3:PutObject and s3:DeleteObject on the warehouse";

  private CatalogFailure() {}

  /**
   * Runs the work; what it was to do stands at the head of the message of its failure. A failure
   * that no outside part explains passes as it is.
   */
  public static <T> T translate(String attempt, Supplier<T> work) {
    try {
      return work.get();
    } catch (SdkException e) {
      throw AwsFailure.of(attempt, PERMISSIONS, e);
    } catch (ForbiddenException e) {
      throw new JetbridgeException(
          FailureKind.CONFIG, attempt + ": access denied; allow " + PERMISSIONS, e);
    } catch (NotFoundException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          attempt
              + ": the catalog names a file that is not there ("
              + RootCause.of(e)
              + "); restore it, or the home that was moved",
          e);
    } catch (UncheckedIOException | UncheckedSQLException e) {
      throw new JetbridgeException(
          FailureKind.EXTERNAL,
          attempt + ": " + RootCause.of(e) + "; check disk and permissions and run again",
          e);
    }
  }
}
