package dev.jetbridge.contracts;

import java.util.List;

/**
 * The columns that SageMaker Feature Store adds to each record of an offline store. No feature may
 * have one of these names.
 */
public final class FeatureStoreColumns {
  /** When the record was handed over; of two with the same event time the later one counts. */
  public static final String API_INVOCATION_TIME = "api_invocation_time";

  /** When the record could be read first. */
  public static final String WRITE_TIME = "write_time";

  /** Whether the record withdraws the one before it; its features are null then. */
  public static final String IS_DELETED = "is_deleted";

  private FeatureStoreColumns() {}

  /** In the order in which they follow the features. */
  public static List<String> names() {
    return List.of(API_INVOCATION_TIME, WRITE_TIME, IS_DELETED);
  }
}
