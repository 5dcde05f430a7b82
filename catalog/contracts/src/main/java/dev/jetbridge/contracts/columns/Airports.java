package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of reference.airports. */
public final class Airports {
  public static final ProductId TABLE = ProductId.parse("reference.airports");
  public static final String AIRPORT_CODE = "airport_code";
  public static final String AIRPORT_NAME = "airport_name";
  public static final String CITY = "city";
  public static final String COUNTRY = "country";
  public static final String LATITUDE = "latitude";
  public static final String LONGITUDE = "longitude";
  public static final String TIME_ZONE = "time_zone";
  public static final String CHANGED_AT = "changed_at";

  private Airports() {}
}
