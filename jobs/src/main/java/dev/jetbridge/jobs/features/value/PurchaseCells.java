package dev.jetbridge.jobs.features.value;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;

/**
 * How many customers have the same purchase history (x, t_x, T): all that the likelihood of BG/NBD
 * asks of them. Cells stand in the order of x, t_x and T, so that a sum over them does not depend
 * on how they were counted.
 */
public final class PurchaseCells {
  private static final int DAY_BITS = 20;
  private static final long DAY_MASK = (1 << DAY_BITS) - 1;

  /** x, t_x and T of a cell in one number of their order. */
  private final long[] keys;

  private final long[] customers;

  private PurchaseCells(long[] keys, long[] customers) {
    this.keys = keys;
    this.customers = customers;
  }

  /** From distinct rows of x, t_x and T in days, and customers. */
  static PurchaseCells of(List<Row> rows) {
    long[] keys =
        rows.stream().mapToLong(r -> key(r.getInt(0), r.getInt(1), r.getInt(2))).toArray();
    Arrays.parallelSort(keys);
    long[] customers = new long[keys.length];
    for (Row r : rows) {
      customers[Arrays.binarySearch(keys, key(r.getInt(0), r.getInt(1), r.getInt(2)))] =
          r.getLong(3);
    }
    return new PurchaseCells(keys, customers);
  }

  /** From a history of each customer; equal ones become one cell. */
  static PurchaseCells count(int[] repeats, int[] lastDays, int[] observedDays) {
    long[] sorted = new long[repeats.length];
    Arrays.setAll(sorted, i -> key(repeats[i], lastDays[i], observedDays[i]));
    Arrays.parallelSort(sorted);
    int[] starts =
        IntStream.range(0, sorted.length)
            .filter(i -> i == 0 || sorted[i] != sorted[i - 1])
            .toArray();
    long[] customers = new long[starts.length];
    Arrays.setAll(
        customers, i -> (i + 1 < starts.length ? starts[i + 1] : sorted.length) - starts[i]);
    return new PurchaseCells(Arrays.stream(starts).mapToLong(i -> sorted[i]).toArray(), customers);
  }

  private static long key(int repeats, int lastDays, int observedDays) {
    return ((((long) repeats << DAY_BITS) | lastDays) << DAY_BITS) | observedDays;
  }

  /** How many cells there are. */
  public int size() {
    return keys.length;
  }

  int repeats(int cell) {
    return (int) (keys[cell] >>> (2 * DAY_BITS));
  }

  int lastDays(int cell) {
    return (int) ((keys[cell] >>> DAY_BITS) & DAY_MASK);
  }

  int observedDays(int cell) {
    return (int) (keys[cell] & DAY_MASK);
  }

  long customers(int cell) {
    return customers[cell];
  }

  /** How many customers were counted. */
  public long customers() {
    return LongStream.of(customers).sum();
  }

  /** Customers with at least one repeat purchase. */
  long repeatCustomers() {
    return sum(i -> repeats(i) > 0 ? 1 : 0);
  }

  long repeatPurchases() {
    return sum(this::repeats);
  }

  long observedCustomerDays() {
    return sum(this::observedDays);
  }

  private long sum(IntToLongFunction measure) {
    return IntStream.range(0, size()).mapToLong(i -> customers[i] * measure.applyAsLong(i)).sum();
  }
}
