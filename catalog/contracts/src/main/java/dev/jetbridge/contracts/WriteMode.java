package dev.jetbridge.contracts;

/** How a run changes the table of its product. */
public enum WriteMode implements Labelled {
  /** Adds rows: of a source without a key all, of other products those whose key is new. */
  APPEND,
  /**
   * Inserts, updates and deletes by key: of a source by what its files say, the order column
   * deciding; of other products what differs from the rows made.
   */
  MERGE,
  /** Replaces the whole table. */
  OVERWRITE,
  /** Replaces the partitions the run writes to. */
  OVERWRITE_PARTITIONS;
}
