package dev.jetbridge.jobs.features.value.buying;

/**
 * Distinct times between two purchases of a customer and how often each occurs: from one day of the
 * customer's age to another, counted from the first purchase.
 */
public final class Gaps {
  private final int[] from;
  private final int[] to;
  private final long[] times;

  /** In any order; all arrays have the same length and are not changed later. */
  public Gaps(int[] from, int[] to, long[] times) {
    this.from = from;
    this.to = to;
    this.times = times;
  }

  int size() {
    return from.length;
  }

  int from(int i) {
    return from[i];
  }

  int to(int i) {
    return to[i];
  }

  long times(int i) {
    return times[i];
  }
}
