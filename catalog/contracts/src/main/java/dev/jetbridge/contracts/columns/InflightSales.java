package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of retail.inflight_sales. */
public final class InflightSales {
  public static final ProductId TABLE = ProductId.parse("retail.inflight_sales");

  public static final String SALE_ID = "sale_id";
  public static final String FLIGHT_NUMBER = "flight_number";
  public static final String DEPARTURE_DATE = "departure_date";
  public static final String DEPARTURE_AIRPORT = "departure_airport";
  public static final String SEAT = "seat";
  public static final String LOYALTY_NUMBER = "loyalty_number";
  public static final String SKU = "sku";
  public static final String CATEGORY = "category";
  public static final String QUANTITY = "quantity";
  public static final String UNIT_PRICE = "unit_price";
  public static final String CURRENCY = "currency";
  public static final String SOLD_AT = "sold_at";
  public static final String UPDATED_AT = "updated_at";

  private InflightSales() {}
}
