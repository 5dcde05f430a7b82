package dev.jetbridge.pipelines.ingest.draft;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether values come once each, told by a hash of 64 bits of every value so far, up to a bound
 * that all columns share. Two values with the same hash count as one that came twice.
 */
final class DistinctValues {
  private final AtomicLong budget;
  private long[] table = new long[64];
  private int size;
  private boolean hasZero;
  private boolean repeated;
  private boolean bounded;

  /**
   * @param budget how many hashes may still be kept
   */
  DistinctValues(AtomicLong budget) {
    this.budget = budget;
  }

  void add(long hash) {
    if (repeated || bounded) {
      return;
    }
    if (hash == 0 ? hasZero : contains(hash)) {
      repeated = true;
      release();
    } else if (budget.decrementAndGet() < 0) {
      budget.incrementAndGet();
      bounded = true;
      budget.addAndGet(size);
      table = new long[0];
    } else {
      insert(hash);
    }
  }

  /** A value that is none: no key. */
  void refuse() {
    if (!repeated && !bounded) {
      repeated = true;
      release();
    }
  }

  private void release() {
    budget.addAndGet(size);
    table = new long[0];
  }

  private boolean contains(long hash) {
    for (int i = slot(hash); table[i] != 0; i = (i + 1) & (table.length - 1)) {
      if (table[i] == hash) {
        return true;
      }
    }
    return false;
  }

  private void insert(long hash) {
    size++;
    if (hash == 0) {
      hasZero = true;
      return;
    }
    if (2 * size > table.length) {
      long[] old = table;
      table = new long[2 * old.length];
      Arrays.stream(old).filter(h -> h != 0).forEach(this::place);
    }
    place(hash);
  }

  private void place(long hash) {
    int i = slot(hash);
    while (table[i] != 0) {
      i = (i + 1) & (table.length - 1);
    }
    table[i] = hash;
  }

  private int slot(long hash) {
    return (int) (hash ^ (hash >>> 32)) & (table.length - 1);
  }

  /** Whether no value came twice among those looked at. */
  boolean unique() {
    return !repeated;
  }

  /** How many values were looked at when the bound was reached; -1 when all were. */
  long lookedAt() {
    return bounded ? size : -1;
  }
}
