package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of reference.exchange_rates. */
public final class ExchangeRates {
  public static final ProductId TABLE = ProductId.parse("reference.exchange_rates");

  public static final String RATE_DATE = "rate_date";
  public static final String CURRENCY = "currency";
  public static final String BASE_CURRENCY = "base_currency";
  public static final String RATE = "rate";
  public static final String PUBLISHED_AT = "published_at";

  private ExchangeRates() {}
}
