package dev.jetbridge.jobs.features.purchases;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.Purchases;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One row a person and UTC day on which the person bought, up to and including the as-of instant.
 * value: net value of the day's bookings, base currency; zero or negative after refunds.
 *
 * <p>A booking is a purchase of the person who paid for it, with what was paid; and, when an agency
 * paid, of each of its travellers, with the fares of what that traveller flies. Several bookings on
 * one day are one transaction, as in the reference data sets of the purchase models.
 */
record PurchaseDays(Instant asOf) {
  static final String VALUE = "value";
  private static final String AGENCY = "agency";

  Dataset<Row> transform(Dataset<Row> purchases) {
    return purchases
        .transform(this::upToAsOf)
        .transform(this::purchasesOfThePerson)
        .transform(this::perDay);
  }

  private Dataset<Row> upToAsOf(Dataset<Row> purchases) {
    return purchases.filter(col(Purchases.PURCHASED_AT).leq(lit(asOf)));
  }

  private Dataset<Row> purchasesOfThePerson(Dataset<Row> purchases) {
    return purchases
        .filter(
            col(Purchases.IS_PAYER)
                .or(col(Purchases.PAYMENT_PARTY).equalTo(AGENCY).and(col(Purchases.IS_TRAVELLER))))
        .select(
            col(Purchases.PERSON_ID),
            col(Purchases.PURCHASE_DATE),
            when(col(Purchases.IS_PAYER), col(Purchases.PAID_NET_VALUE))
                .otherwise(col(Purchases.FLOWN_NET_VALUE))
                .as(VALUE));
  }

  /**
   * Distributing by person serves this grouping and the next one, by person, with one exchange; a
   * day rarely holds two bookings of a person, so that adding up before it would save nothing.
   */
  private Dataset<Row> perDay(Dataset<Row> purchases) {
    return purchases
        .repartition(col(Purchases.PERSON_ID))
        .groupBy(Purchases.PERSON_ID, Purchases.PURCHASE_DATE)
        .agg(sum(VALUE).as(VALUE));
  }
}
