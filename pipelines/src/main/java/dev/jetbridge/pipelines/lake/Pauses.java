package dev.jetbridge.pipelines.lake;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.util.concurrent.ThreadLocalRandom;

/** Waits between tries, each about twice as long as the one before, so that rivals part. */
public final class Pauses {
  private static final long FIRST_MILLIS = 10;
  private static final long LONGEST_MILLIS = 1_000;
  private static final int DOUBLINGS = 10;

  private Pauses() {}

  /**
   * Waits after a try that failed.
   *
   * @param failed how many tries have failed, from 1
   */
  public static void after(int failed) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest(failed) / 2, longest(failed) + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new JetbridgeException(
          FailureKind.EXTERNAL, "Cannot try again: the run was interrupted", e);
    }
  }

  /** Milliseconds that a wait takes at most. */
  static long longest(int failed) {
    return Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(DOUBLINGS, failed - 1));
  }
}
