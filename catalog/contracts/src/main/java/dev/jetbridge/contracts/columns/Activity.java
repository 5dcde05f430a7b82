package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of loyalty.activity. */
public final class Activity {
  public static final ProductId TABLE = ProductId.parse("loyalty.activity");

  public static final String ACTIVITY_ID = "activity_id";
  public static final String LOYALTY_NUMBER = "loyalty_number";
  public static final String ACTIVITY_TYPE = "activity_type";
  public static final String OCCURRED_AT = "occurred_at";
  public static final String MILES = "miles";
  public static final String FLIGHT_NUMBER = "flight_number";
  public static final String DEPARTURE_DATE = "departure_date";
  public static final String PARTNER_CODE = "partner_code";
  public static final String UPDATED_AT = "updated_at";

  private Activity() {}
}
