package dev.jetbridge.jobs.customer360;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.RunContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Who has a share in a coupon. One row a coupon and person who paid it (is_payer), is its traveller
 * (is_traveller) or both, with the columns of the coupon; nobody when neither is identified. Nobody
 * is the payer of a coupon that an agency paid. Coupons booked after the as-of instant are left
 * out, cancelled ones are kept.
 */
record CouponShares(Inputs inputs, RunContext run) {
  static final String PAID_BY_AGENCY = "agency";

  private static final String TRAVELLER = "traveller";
  private static final String PAYER = "payer";
  private static final String SHARE = "share";

  Dataset<Row> all() {
    Dataset<Row> coupons =
        inputs.table(Bookings.TABLE).filter(col(Bookings.BOOKED_AT).leq(lit(run.asOf())));
    Column payer = when(col(Bookings.PAYER_TYPE).notEqual(PAID_BY_AGENCY), col(PAYER));
    Column shares =
        when(payer.equalTo(col(TRAVELLER)), array(share(payer, true, true)))
            .otherwise(array(share(col(TRAVELLER), false, true), share(payer, true, false)));
    return coupons
        .join(personsOfTickets(), new String[] {Bookings.TICKET_NUMBER})
        .withColumn(SHARE, explode(shares))
        .select(col("*"), col(SHARE + ".*"))
        .drop(SHARE, TRAVELLER, PAYER)
        .filter(col(Purchases.PERSON_ID).isNotNull());
  }

  private Dataset<Row> personsOfTickets() {
    return inputs
        .table(Links.TABLE)
        .filter(col(Links.SOURCE).equalTo(Bookings.TABLE.toString()))
        .filter(col(Links.PERSON_ID).isNotNull())
        .groupBy(col(Links.RECORD_KEY).as(Bookings.TICKET_NUMBER))
        .agg(personInRole(TRAVELLER), personInRole(PAYER));
  }

  private static Column personInRole(String role) {
    return max(when(col(Links.ROLE).equalTo(role), col(Links.PERSON_ID))).as(role);
  }

  private static Column share(Column person, boolean isPayer, boolean isTraveller) {
    return struct(
        person.as(Purchases.PERSON_ID),
        lit(isPayer).as(Purchases.IS_PAYER),
        lit(isTraveller).as(Purchases.IS_TRAVELLER));
  }
}
