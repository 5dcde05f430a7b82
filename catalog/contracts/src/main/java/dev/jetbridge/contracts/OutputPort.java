package dev.jetbridge.contracts;

import java.util.Optional;
import java.util.stream.Stream;

/** A way in which a product is served to those who read it. */
public enum OutputPort {
  /** The Iceberg table itself. */
  TABLE("table"),
  /** A stable folder of plain Parquet with a manifest. */
  PARQUET("parquet"),
  /** One message a publication. */
  EVENT("event"),
  /** A SageMaker feature group. */
  FEATURE_GROUP("feature-group"),
  /** A table of the warehouse, loaded from the Parquet port. */
  WAREHOUSE("warehouse");

  private final String label;

  OutputPort(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  static Optional<OutputPort> of(String label) {
    return Stream.of(values()).filter(p -> p.label.equals(label)).findFirst();
  }
}
