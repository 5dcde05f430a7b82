package dev.jetbridge.jobs.features.purchases;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.columns.CustomerLifetimeValue;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One row a person with a purchase, as the purchase models know them: repeat_purchases (x) after
 * the first purchase day, last_repeat_days (t_x) from the first to the last, observed_days (T) from
 * the first to the as-of day, repeat_value of the repeat purchase days together, base currency.
 * purchase_days and total_value count the first day too. Never null.
 */
public final class RepeatPurchases {
  public static final String PERSON_ID = PurchaseHistories.PERSON_ID;
  public static final String X = CustomerLifetimeValue.REPEAT_PURCHASES;
  public static final String LAST_DAYS = CustomerLifetimeValue.LAST_REPEAT_DAYS;
  public static final String OBSERVED_DAYS = CustomerLifetimeValue.OBSERVED_DAYS;
  public static final String REPEAT_VALUE = "repeat_value";
  public static final String PURCHASE_DAYS = PurchaseHistories.PURCHASE_DAYS;
  public static final String TOTAL_VALUE = PurchaseHistories.TOTAL_VALUE;

  private RepeatPurchases() {}

  public static Dataset<Row> transform(Dataset<Row> histories) {
    return histories.select(
        col(PERSON_ID),
        col(PURCHASE_DAYS).minus(1).as(X),
        col(PurchaseHistories.TENURE_DAYS).minus(col(PurchaseHistories.RECENCY_DAYS)).as(LAST_DAYS),
        col(PurchaseHistories.TENURE_DAYS).as(OBSERVED_DAYS),
        col(TOTAL_VALUE)
            .minus(col(PurchaseHistories.FIRST_VALUE))
            .cast("decimal(18,2)")
            .as(REPEAT_VALUE),
        col(PURCHASE_DAYS),
        col(TOTAL_VALUE));
  }
}
