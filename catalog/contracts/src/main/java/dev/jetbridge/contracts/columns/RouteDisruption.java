package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of analytics.route_disruption. */
public final class RouteDisruption {
  public static final ProductId TABLE = ProductId.parse("analytics.route_disruption");

  public static final String MONTH = "month";
  public static final String DEPARTURE_AIRPORT = "departure_airport";
  public static final String ARRIVAL_AIRPORT = "arrival_airport";
  public static final String CAUSE_CODE = "cause_code";
  public static final String CAUSE_GROUP = "cause_group";
  public static final String FLIGHTS = "flights";
  public static final String CANCELLED = "cancelled";
  public static final String ARRIVED = "arrived";
  public static final String ON_TIME = "on_time";
  public static final String DELAYED = "delayed";
  public static final String LONG_DELAYED = "long_delayed";
  public static final String DELAY_MINUTES = "delay_minutes";
  public static final String MEDIAN_DELAY_MINUTES = "median_delay_minutes";
  public static final String P90_DELAY_MINUTES = "p90_delay_minutes";

  private RouteDisruption() {}
}
