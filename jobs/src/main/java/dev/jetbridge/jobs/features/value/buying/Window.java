package dev.jetbridge.jobs.features.value.buying;

/**
 * What is known of the customers at a day, counted, and what they bought in the days after.
 *
 * @param gaps times between purchases until the day
 * @param outcomes the same customers by what they bought later
 * @param horizonDays the days after it
 */
public record Window(Histories histories, Gaps gaps, Outcomes outcomes, int horizonDays) {
  /**
   * Customers by history, by how many of their repeat purchases fall into the last third of the
   * time they were observed, and by how many purchases they made later.
   */
  public static final class Outcomes {
    private final int[] history;
    private final int[] recent;
    private final int[] later;
    private final long[] customers;

    /**
     * In any order; all arrays have the same length and are not changed later.
     *
     * @param history index into the histories
     */
    public Outcomes(int[] history, int[] recent, int[] later, long[] customers) {
      this.history = history;
      this.recent = recent;
      this.later = later;
      this.customers = customers;
    }

    /** How many distinct ones there are. */
    public int size() {
      return history.length;
    }

    /** The index of its history. */
    public int history(int i) {
      return history[i];
    }

    /** Repeat purchases in the last third. */
    public int recent(int i) {
      return recent[i];
    }

    /** Purchases made later. */
    public int later(int i) {
      return later[i];
    }

    /** How many customers it has. */
    public long customers(int i) {
      return customers[i];
    }

    /** Purchases of all customers after the day. */
    public double laterPurchases() {
      double sum = 0;
      for (int i = 0; i < size(); i++) {
        sum += (double) customers[i] * later[i];
      }
      return sum;
    }
  }
}
