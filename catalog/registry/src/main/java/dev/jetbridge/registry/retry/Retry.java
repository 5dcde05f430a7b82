package dev.jetbridge.registry.retry;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Tries something several times. Between two tries it waits, each time up to twice as long as
 * before; half of a wait is left to chance, so that rivals part.
 *
 * @param tries how often at most
 * @param first the longest wait after the first try
 * @param longest the longest wait of all
 * @param patience how long at most; no try begins later
 */
public record Retry(int tries, Duration first, Duration longest, Duration patience, Waits waits) {
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final int MOST_DOUBLINGS = 30;

  /** Tries that only their number ends. */
  public static Retry times(int tries, Duration first, Duration longest) {
    return new Retry(tries, first, longest, FOR_EVER, Waits.SYSTEM);
  }

  /** For commits of a table that other writers forestall: they take milliseconds each. */
  public static Retry ofCommits(int tries) {
    return times(tries, Duration.ofMillis(10), Duration.ofSeconds(1));
  }

  /** Looks at something that takes its time until it is done or patience ends. */
  public static Retry looks(Duration first, Duration longest, Duration patience) {
    return new Retry(Integer.MAX_VALUE, first, longest, patience, Waits.SYSTEM);
  }

  public Retry within(Duration otherPatience) {
    return new Retry(tries, first, longest, otherPatience, waits);
  }

  public Retry with(Waits otherWaits) {
    return new Retry(tries, first, longest, patience, otherWaits);
  }

  /** The tries of one thing. */
  public Tries begin() {
    return new Tries();
  }

  /**
   * The result of the first try that does not fail so.
   *
   * @param passing failures of which another try may be free
   * @throws RuntimeException that of the last try, or one of another kind
   */
  public <T> T call(Set<Class<? extends RuntimeException>> passing, Supplier<T> work) {
    Tries left = begin();
    while (true) {
      try {
        return work.get();
      } catch (RuntimeException e) {
        if (passing.stream().noneMatch(kind -> kind.isInstance(e)) || !left.again()) {
          throw e;
        }
      }
    }
  }

  /** How many tries one thing has had, and how long they took. */
  public final class Tries {
    private final long start = waits.nanoTime();
    private int failed;

    private Tries() {}

    /**
     * Waits after a try that failed.
     *
     * @return whether there is another one; false without a wait when tries or time are used up
     * @throws JetbridgeException EXTERNAL when somebody interrupts the wait
     */
    public boolean again() {
      failed++;
      Duration left = patience.minusNanos(waits.nanoTime() - start);
      if (failed >= tries || left.isNegative() || left.isZero()) {
        return false;
      }
      Duration pause = pause();
      sleep(pause.compareTo(left) < 0 ? pause : left);
      return true;
    }

    /** Something went forward: the tries count anew, the time does not. */
    public void goneForward() {
      failed = 0;
    }

    private Duration pause() {
      int doublings = Math.min(MOST_DOUBLINGS, failed - 1);
      long full = Math.min(longest.toNanos(), doubled(first.toNanos(), doublings));
      return Duration.ofNanos(full / 2 + (long) (waits.random() * (full - full / 2)));
    }

    private static long doubled(long nanos, int times) {
      return nanos > Long.MAX_VALUE >> times ? Long.MAX_VALUE : nanos << times;
    }

    private void sleep(Duration pause) {
      try {
        waits.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new JetbridgeException(
            FailureKind.EXTERNAL, "Cannot try again: the run was interrupted; run again", e);
      }
    }
  }
}
