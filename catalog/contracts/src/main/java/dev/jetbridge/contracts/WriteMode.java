package dev.jetbridge.contracts;

/** How a run changes the table of its product. */
public enum WriteMode {
  /** Adds rows; for sources without a key. */
  APPEND("append"),
  /** Inserts, updates and deletes by key, the order column deciding; for sources with a key. */
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
