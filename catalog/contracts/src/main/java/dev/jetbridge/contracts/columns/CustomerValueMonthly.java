package dev.jetbridge.contracts.columns;

import dev.jetbridge.contracts.ProductId;

/** The column names of analytics.customer_value_monthly. */
public final class CustomerValueMonthly {
  public static final ProductId TABLE = ProductId.parse("analytics.customer_value_monthly");

  public static final String MONTH = "month";
  public static final String SEGMENT = "segment";
  public static final String TIER = "tier";
  public static final String CUSTOMERS = "customers";
  public static final String NEW_CUSTOMERS = "new_customers";
  public static final String PURCHASES = "purchases";
  public static final String NET_REVENUE = "net_revenue";
  public static final String BASE_CURRENCY = "base_currency";

  private CustomerValueMonthly() {}
}
