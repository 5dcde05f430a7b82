package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of reservations.bookings. */
public final class Bookings {
  public static final ProductId TABLE = ProductId.parse("reservations.bookings");

  public static final String TICKET_NUMBER = "ticket_number";
  public static final String COUPON_NUMBER = "coupon_number";
  public static final String RECORD_LOCATOR = "record_locator";
  public static final String BOOKED_AT = "booked_at";
  public static final String CHANNEL = "channel";
  public static final String AGENCY_CODE = "agency_code";
  public static final String PASSENGER_GIVEN_NAME = "passenger_given_name";
  public static final String PASSENGER_SURNAME = "passenger_surname";
  public static final String PASSENGER_BIRTH_DATE = "passenger_birth_date";
  public static final String PASSENGER_EMAIL = "passenger_email";
  public static final String PASSENGER_LOYALTY_NUMBER = "passenger_loyalty_number";
  public static final String PAYER_TYPE = "payer_type";
  public static final String PAYER_GIVEN_NAME = "payer_given_name";
  public static final String PAYER_SURNAME = "payer_surname";
  public static final String PAYER_BIRTH_DATE = "payer_birth_date";
  public static final String PAYER_EMAIL = "payer_email";
  public static final String PAYER_LOYALTY_NUMBER = "payer_loyalty_number";
  public static final String FLIGHT_NUMBER = "flight_number";
  public static final String DEPARTURE_AIRPORT = "departure_airport";
  public static final String ARRIVAL_AIRPORT = "arrival_airport";
  public static final String DEPARTURE_DATE = "departure_date";
  public static final String CABIN = "cabin";
  public static final String STATUS = "status";
  public static final String FARE_AMOUNT = "fare_amount";
  public static final String TAX_AMOUNT = "tax_amount";
  public static final String REFUND_AMOUNT = "refund_amount";
  public static final String CURRENCY = "currency";
  public static final String UPDATED_AT = "updated_at";

  private Bookings() {}
}
