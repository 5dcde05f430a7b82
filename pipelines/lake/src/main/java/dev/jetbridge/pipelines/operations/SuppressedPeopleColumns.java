package dev.jetbridge.pipelines.operations;

import java.time.Instant;
import java.util.List;

/** The columns of operations.suppressed_people. */
public final class SuppressedPeopleColumns {
  public static final Field<String> TOKEN = Field.text("token");
  public static final Field<Instant> ERASED_AT = Field.instant("erased_at");

  static final List<Field<?>> ALL = List.of(RunKey.PRODUCT, TOKEN, ERASED_AT);

  private SuppressedPeopleColumns() {}
}
