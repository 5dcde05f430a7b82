package dev.jetbridge.pipelines.run;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;

/**
 * Sorts what engines throw. Their messages may hold values of rows, so of those only the kind of
 * the root cause is passed on.
 */
public final class Failures {
  private Failures() {}

  /** The failure itself when it is ours, else one of the right kind that names the action. */
  public static JetbridgeException known(Throwable failure, String action) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof JetbridgeException known) {
        return known;
      }
    }
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String message = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("no space left on device")) {
        return external(action, "the disk is full; free some space and run again", failure);
      }
      if (t instanceof AccessDeniedException || message.contains("permission denied")) {
        return external(action, "no permission to write the files of the lake", failure);
      }
      if (t instanceof CommitFailedException || t instanceof CommitStateUnknownException) {
        return external(action, "the catalog did not take the commit; run again", failure);
      }
      if (t instanceof OutOfMemoryError) {
        return external(action, "not enough memory; give the program more heap", failure);
      }
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof IOException) {
      return external(action, root.getClass().getSimpleName(), failure);
    }
    return new JetbridgeException(
        FailureKind.INTERNAL,
        "Cannot " + action + ": " + root.getClass().getSimpleName() + " (details in the log)",
        failure);
  }

  private static JetbridgeException external(String action, String reason, Throwable cause) {
    return new JetbridgeException(FailureKind.EXTERNAL, "Cannot " + action + ": " + reason, cause);
  }
}
