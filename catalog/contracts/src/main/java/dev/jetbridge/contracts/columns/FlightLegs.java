package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of flightops.flight_legs. */
public final class FlightLegs {
  public static final ProductId TABLE = ProductId.parse("flightops.flight_legs");

  public static final String FLIGHT_NUMBER = "flight_number";
  public static final String DEPARTURE_DATE = "departure_date";
  public static final String DEPARTURE_AIRPORT = "departure_airport";
  public static final String ARRIVAL_AIRPORT = "arrival_airport";
  public static final String SCHEDULED_DEPARTURE_AT = "scheduled_departure_at";
  public static final String SCHEDULED_ARRIVAL_AT = "scheduled_arrival_at";
  public static final String ACTUAL_DEPARTURE_AT = "actual_departure_at";
  public static final String ACTUAL_ARRIVAL_AT = "actual_arrival_at";
  public static final String STATUS = "status";
  public static final String DELAY_CAUSE_CODE = "delay_cause_code";
  public static final String AIRCRAFT_REGISTRATION = "aircraft_registration";
  public static final String UPDATED_AT = "updated_at";

  private FlightLegs() {}
}
