package dev.jetbridge.jobs.features.purchases;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.sum;

import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.RunContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One row a person with a purchase at the as-of instant.
 *
 * <p>purchase_days: days with a purchase, at least 1. recency_days, tenure_days: days from the last
 * and from the first of them to the as-of day. total_value, first_value: net value of all of them
 * and of the first, base currency. Never null.
 */
public record PurchaseHistories(RunContext run) {
  public static final String PERSON_ID = Purchases.PERSON_ID;
  public static final String PURCHASE_DAYS = "purchase_days";
  public static final String RECENCY_DAYS = "recency_days";
  public static final String TENURE_DAYS = "tenure_days";
  public static final String TOTAL_VALUE = "total_value";
  public static final String FIRST_VALUE = "first_value";

  public Dataset<Row> transform(Dataset<Row> purchases) {
    return purchases
        .transform(new PurchaseDays(run.asOf())::transform)
        .groupBy(PERSON_ID)
        .agg(
            count(lit(1)).cast("int").as(PURCHASE_DAYS),
            daysSince(max(Purchases.PURCHASE_DATE)).as(RECENCY_DAYS),
            daysSince(min(Purchases.PURCHASE_DATE)).as(TENURE_DAYS),
            sum(PurchaseDays.VALUE).cast("decimal(18,2)").as(TOTAL_VALUE),
            min_by(col(PurchaseDays.VALUE), col(Purchases.PURCHASE_DATE))
                .cast("decimal(18,2)")
                .as(FIRST_VALUE));
  }

  private Column daysSince(Column day) {
    return datediff(lit(run.asOfDate()), day);
  }
}
