package dev.jetbridge.contracts;

/** How a run changes the table of its product. */
public enum WriteMode {
  /** Adds rows: of a source without a key all, of other products those whose key is new. */
  APPEND("append"),
  /**
   * Inserts, updates and deletes by key: of a source by what its files say, the order column
   * deciding; of other products what differs from the rows made.
   */
  MERGE("merge"),
  /** Replaces the whole table. */
  OVERWRITE("overwrite"),
  /** Replaces the partitions the run writes to. */
  OVERWRITE_PARTITIONS("overwrite-partitions");

  private final String label;

  WriteMode(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
