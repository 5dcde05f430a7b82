package dev.jetbridge.jobs.features.value.transactions;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.datediff;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One row a customer: purchases, an array of (day, amount) in the order of days. day counts from
 * 1970-01-01; amount is what the customer paid on that day. Purchases of one day are one. A day is
 * none when its refunds come to as much as was paid; one whose purchases were free is one, but says
 * nothing about what a purchase is worth.
 *
 * <p>The input has one row a line of a transaction: customer, any type; day, a date; amount, a
 * decimal, negative for a refund, 1 where amounts are not known. None is null.
 */
public final class PurchaseArrays {
  public static final String CUSTOMER = "customer";
  public static final String DAY = "day";
  public static final String AMOUNT = "amount";
  public static final String PURCHASES = "purchases";

  private static final String LEAST = "least";

  private PurchaseArrays() {}

  public static Dataset<Row> transform(Dataset<Row> transactions) {
    return transactions
        .groupBy(CUSTOMER, DAY)
        .agg(sum(AMOUNT).as(AMOUNT), min(AMOUNT).as(LEAST))
        .filter(col(AMOUNT).gt(0).or(col(AMOUNT).equalTo(0).and(col(LEAST).equalTo(0))))
        .groupBy(CUSTOMER)
        .agg(
            array_sort(
                    collect_list(
                        struct(
                            datediff(col(DAY), lit(LocalDate.EPOCH)).as(DAY),
                            col(AMOUNT).cast("double").as(AMOUNT))))
                .as(PURCHASES));
  }

  /** The day of a purchase. */
  static Column day(Column purchase) {
    return purchase.getField(DAY);
  }

  /** What was paid for it. */
  static Column amount(Column purchase) {
    return purchase.getField(AMOUNT);
  }
}
