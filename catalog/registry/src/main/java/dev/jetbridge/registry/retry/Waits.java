package dev.jetbridge.registry.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance, which tests replace. */
public interface Waits {
  /** Those of the machine. */
  Waits SYSTEM =
      new Waits() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration pause) throws InterruptedException {
          Thread.sleep(pause.toMillis());
        }

        @Override
        public double random() {
          return ThreadLocalRandom.current().nextDouble();
        }
      };

  /** A clock that only goes forward, in nanoseconds. */
  long nanoTime();

  void sleep(Duration pause) throws InterruptedException;

  /** From 0 up to but not including 1. */
  double random();
}
