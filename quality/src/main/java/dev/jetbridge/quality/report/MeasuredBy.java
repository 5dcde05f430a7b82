package dev.jetbridge.quality.report;

/** Where the value of a rule comes from. */
public enum MeasuredBy {
  /** The write that staged the rows counted while it wrote. */
  OBSERVED("observed"),
  /** The staged rows were read again. */
  SCANNED("scanned"),
  /**
   * It follows from how the rows were made: no record of a file that breaks it was accepted, or
   * their counts confirmed it.
   */
  PROVEN("proven"),
  /** Its figure was compared with those of earlier runs. */
  COMPARED("compared");

  private final String label;

  MeasuredBy(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
