package dev.jetbridge.quality.report;

import dev.jetbridge.contracts.Labelled;

/** Where the value of a rule comes from. */
public enum MeasuredBy implements Labelled {
  /** The write that staged the rows counted while it wrote. */
  OBSERVED,
  /** The staged rows were read again. */
  SCANNED,
  /**
   * It follows from how the rows were made: no record of a file that breaks it was accepted, or
   * their counts confirmed it.
   */
  PROVEN,
  /** Its figure was compared with those of earlier runs. */
  COMPARED;
}
