package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of customer360.purchases. */
public final class Purchases {
  public static final ProductId TABLE = ProductId.parse("customer360.purchases");

  public static final String PERSON_ID = "person_id";
  public static final String BOOKING_ID = "booking_id";
  public static final String PURCHASED_AT = "purchased_at";
  public static final String PURCHASE_DATE = "purchase_date";
  public static final String PAYMENT_PARTY = "payment_party";
  public static final String IS_PAYER = "is_payer";
  public static final String IS_TRAVELLER = "is_traveller";
  public static final String PAID_NET_VALUE = "paid_net_value";
  public static final String PAID_TAX = "paid_tax";
  public static final String PAID_REFUND = "paid_refund";
  public static final String FLOWN_NET_VALUE = "flown_net_value";
  public static final String FLOWN_TAX = "flown_tax";
  public static final String FLOWN_REFUND = "flown_refund";
  public static final String COUPONS = "coupons";
  public static final String CANCELLED_COUPONS = "cancelled_coupons";
  public static final String BASE_CURRENCY = "base_currency";

  private Purchases() {}
}
