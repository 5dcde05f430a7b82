package dev.jetbridge.contracts;

/** Inputs point towards earlier kinds, or sideways among aggregate and consumer-aligned. */
public enum ProductKind {
  SOURCE_ALIGNED("source-aligned"),
  AGGREGATE("aggregate"),
  CONSUMER_ALIGNED("consumer-aligned");

  private final String label;

  ProductKind(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
