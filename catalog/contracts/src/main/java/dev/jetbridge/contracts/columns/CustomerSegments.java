package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of features.customer_segments. */
public final class CustomerSegments {
  public static final ProductId TABLE = ProductId.parse("features.customer_segments");

  public static final String PERSON_ID = "person_id";
  public static final String AS_OF = "as_of";
  public static final String RECENCY_DAYS = "recency_days";
  public static final String FREQUENCY = "frequency";
  public static final String MONETARY_VALUE = "monetary_value";
  public static final String TENURE_DAYS = "tenure_days";
  public static final String RECENCY_SCORE = "recency_score";
  public static final String FREQUENCY_SCORE = "frequency_score";
  public static final String MONETARY_SCORE = "monetary_score";
  public static final String RFM_CELL = "rfm_cell";
  public static final String SEGMENT_ID = "segment_id";
  public static final String SEGMENT_NAME = "segment_name";
  public static final String MODEL_ID = "model_id";

  private CustomerSegments() {}
}
