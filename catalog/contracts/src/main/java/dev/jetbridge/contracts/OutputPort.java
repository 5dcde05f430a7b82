package dev.jetbridge.contracts;

/**
 * A way in which a product is served to those who read it. Which there are, those who serve them
 * know; here stand the ones that contracts, commands or other ports speak of.
 *
 * @param label the word in contracts
 */
public record OutputPort(String label) {
  /** The Iceberg table itself. */
  public static final OutputPort TABLE = new OutputPort("table");

  /** A stable folder of plain Parquet with a manifest. */
  public static final OutputPort PARQUET = new OutputPort("parquet");

  /** One message a publication. */
  public static final OutputPort EVENT = new OutputPort("event");

  /** A SageMaker feature group. */
  public static final OutputPort FEATURE_GROUP = new OutputPort("feature-group");

  /** A table of the warehouse, loaded from the Parquet port. */
  public static final OutputPort WAREHOUSE = new OutputPort("warehouse");
}
