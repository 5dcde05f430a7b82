package dev.jetbridge.pipelines.session;

import dev.jetbridge.contracts.JetbridgeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.FileSystemException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskFailureListener;

/**
 * Takes what engines say of rows out of the exception that ends a task, before Spark sends it to
 * the driver: from there its words go into the event log, the log and every exception that wraps
 * it. What stays is the class, Spark's name of the error and the stack. Disks and stores speak of
 * files, not of rows: they keep their words, by which a full disk is known.
 */
public final class RedactedFailures implements SparkPlugin {
  private static final int DEEPEST = 20;

  /** Spark itself needs java.lang opened; nothing else changes the words of an exception. */
  private static final Field MESSAGE = message();

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void onTaskStart() {
        TaskContext.get()
            .addTaskFailureListener(
                (TaskFailureListener) (context, failure) -> silence(failure, 0));
      }
    };
  }

  private static void silence(Throwable failure, int depth) {
    if (failure == null || depth == DEEPEST) {
      return;
    }
    if (!keepsItsWords(failure)) {
      try {
        MESSAGE.set(failure, null);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException("The message of an exception was opened above", e);
      }
    }
    for (Throwable suppressed : failure.getSuppressed()) {
      silence(suppressed, depth + 1);
    }
    silence(failure.getCause() == failure ? null : failure.getCause(), depth + 1);
  }

  private static boolean keepsItsWords(Throwable failure) {
    return failure instanceof JetbridgeException
        || failure instanceof VirtualMachineError
        || failure instanceof FileSystemException
        || failure instanceof FileNotFoundException
        || failure.getClass() == IOException.class
        || failure.getClass().getName().startsWith("org.apache.iceberg.exceptions.");
  }

  private static Field message() {
    try {
      Field field = Throwable.class.getDeclaredField("detailMessage");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("Every Java has it", e);
    }
  }
}
