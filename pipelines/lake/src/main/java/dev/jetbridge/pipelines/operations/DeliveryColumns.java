package dev.jetbridge.pipelines.operations;

import java.time.Instant;
import java.util.List;

/** The columns of operations.deliveries. */
public final class DeliveryColumns {
  public static final Field<String> PORT = Field.text("port");
  public static final Field<Instant> DELIVERED_AT = Field.instant("delivered_at");

  static final List<Field<?>> ALL = RunKey.and(PORT, DELIVERED_AT);

  private DeliveryColumns() {}
}
