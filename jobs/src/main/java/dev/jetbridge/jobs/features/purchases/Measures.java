package dev.jetbridge.jobs.features.purchases;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.negate;

import org.apache.spark.sql.Column;

/**
 * The measures of {@link PurchaseHistories} as whole numbers of which a higher one is better:
 * recency in days before the as-of day, purchase days, and cents of the base currency.
 */
public final class Measures {
  public static final Column RECENCY = negate(col(PurchaseHistories.RECENCY_DAYS)).cast("long");
  public static final Column FREQUENCY = col(PurchaseHistories.PURCHASE_DAYS).cast("long");
  public static final Column MONETARY =
      col(PurchaseHistories.TOTAL_VALUE).multiply(100).cast("long");

  private Measures() {}
}
