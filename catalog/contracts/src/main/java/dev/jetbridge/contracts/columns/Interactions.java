package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of customer360.interactions. */
public final class Interactions {
  public static final ProductId TABLE = ProductId.parse("customer360.interactions");

  public static final String INTERACTION_ID = "interaction_id";
  public static final String PERSON_ID = "person_id";
  public static final String OCCURRED_AT = "occurred_at";
  public static final String INTERACTION_TYPE = "interaction_type";
  public static final String SOURCE = "source";
  public static final String FLIGHT_NUMBER = "flight_number";
  public static final String DEPARTURE_DATE = "departure_date";
  public static final String DELAY_MINUTES = "delay_minutes";
  public static final String MILES = "miles";
  public static final String DESCRIPTION = "description";

  private Interactions() {}
}
