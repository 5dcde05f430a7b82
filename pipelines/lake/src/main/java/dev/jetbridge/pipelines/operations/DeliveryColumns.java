package dev.jetbridge.pipelines.operations;

import java.time.Instant;
import java.util.List;

/** The columns of operations.deliveries. */
public final class DeliveryColumns {
  public static final Field<String> PORT = Field.text("port");
  public static final Field<Instant> DELIVERED_AT = Field.instant("delivered_at");

  /** Whether it was delivered, as a row without a word says, or is pending. */
  public static final Field<String> STATUS = Field.text("status");

  public static final Field<Instant> NOTED_AT = Field.instant("noted_at");

  /** Why it is pending. */
  public static final Field<String> MESSAGE = Field.text("message");

  /** Words of the status. */
  public static final String DELIVERED = "delivered";

  public static final String PENDING = "pending";

  static final List<Field<?>> ALL = RunKey.and(PORT, DELIVERED_AT, STATUS, NOTED_AT, MESSAGE);

  private DeliveryColumns() {}
}
