package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of features.customer_lifetime_value. */
public final class CustomerLifetimeValue {
  public static final ProductId TABLE = ProductId.parse("features.customer_lifetime_value");

  public static final String PERSON_ID = "person_id";
  public static final String AS_OF = "as_of";
  public static final String REPEAT_PURCHASES = "repeat_purchases";
  public static final String LAST_REPEAT_DAYS = "last_repeat_days";
  public static final String OBSERVED_DAYS = "observed_days";
  public static final String MEAN_REPEAT_VALUE = "mean_repeat_value";
  public static final String PROBABILITY_ALIVE = "probability_alive";
  public static final String EXPECTED_PURCHASES = "expected_purchases";
  public static final String EXPECTED_MEAN_VALUE = "expected_mean_value";
  public static final String DISCOUNTED_VALUE = "discounted_value";
  public static final String HORIZON_WEEKS = "horizon_weeks";
  public static final String MODEL_ID = "model_id";

  private CustomerLifetimeValue() {}
}
