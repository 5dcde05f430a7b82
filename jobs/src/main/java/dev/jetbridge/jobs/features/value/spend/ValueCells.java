package dev.jetbridge.jobs.features.value.spend;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * How many customers have made x repeat purchases that were together worth that many cents: all
 * that the likelihood of Gamma-Gamma asks of them. Only customers whose repeats have a positive
 * value; cells stand in the order of x and value.
 */
public final class ValueCells {
  private final int[] repeats;
  private final double[] values;
  private final long[] customers;

  private ValueCells(int cells) {
    repeats = new int[cells];
    values = new double[cells];
    customers = new long[cells];
  }

  /** From rows of x, cents and customers. */
  public static ValueCells of(List<Row> rows) {
    List<Row> sorted =
        rows.stream()
            .sorted(
                Comparator.comparingInt((Row row) -> row.getInt(0))
                    .thenComparingLong(row -> row.getLong(1)))
            .toList();
    ValueCells cells = new ValueCells(sorted.size());
    for (int i = 0; i < cells.size(); i++) {
      cells.repeats[i] = sorted.get(i).getInt(0);
      cells.values[i] = sorted.get(i).getLong(1) / 100.0;
      cells.customers[i] = sorted.get(i).getLong(2);
    }
    return cells;
  }

  public int size() {
    return repeats.length;
  }

  int repeats(int cell) {
    return repeats[cell];
  }

  /** Value of all repeat purchases of a customer of the cell. */
  double value(int cell) {
    return values[cell];
  }

  long customers(int cell) {
    return customers[cell];
  }

  public long customers() {
    long sum = 0;
    for (long n : customers) {
      sum += n;
    }
    return sum;
  }

  /** The mean over customers of their mean value. */
  public double meanValue() {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += customers[i] * values[i] / repeats[i];
    }
    return sum / customers();
  }

  /** Pearson's correlation of x with the customer's mean value: the model wants it near zero. */
  public double correlation() {
    double n = customers();
    double meanRepeats = 0;
    for (int i = 0; i < size(); i++) {
      meanRepeats += customers[i] * repeats[i] / n;
    }
    double meanValue = meanValue();
    double repeatsSquared = 0;
    double valueSquared = 0;
    double product = 0;
    for (int i = 0; i < size(); i++) {
      double x = repeats[i] - meanRepeats;
      double m = values[i] / repeats[i] - meanValue;
      repeatsSquared += customers[i] * x * x;
      valueSquared += customers[i] * m * m;
      product += customers[i] * x * m;
    }
    double scale = Math.sqrt(repeatsSquared * valueSquared);
    return scale == 0 ? 0 : product / scale;
  }
}
