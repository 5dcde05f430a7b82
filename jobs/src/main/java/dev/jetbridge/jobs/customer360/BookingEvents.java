package dev.jetbridge.jobs.customer360;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.Interactions;
import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.Token;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One row a person and booking with a share in it, at the instant of booking. Its natural key is
 * record locator, booking instant and person.
 */
record BookingEvents(RunContext run) {
  private static final String TYPE = "booking";
  private static final String COUPONS = "coupons";

  Dataset<Row> transform(Dataset<Row> shares) {
    return shares
        .groupBy(col(Interactions.PERSON_ID), col(Bookings.RECORD_LOCATOR), col(Bookings.BOOKED_AT))
        .agg(
            count(lit(1)).as(COUPONS),
            min(col(Bookings.CHANNEL)).as(Bookings.CHANNEL),
            max(col(Purchases.IS_PAYER)).as(Purchases.IS_PAYER),
            max(col(Purchases.IS_TRAVELLER)).as(Purchases.IS_TRAVELLER))
        .select(
            Token.of(
                    run,
                    "I",
                    lit(TYPE),
                    col(Bookings.RECORD_LOCATOR),
                    unix_micros(col(Bookings.BOOKED_AT)),
                    col(Interactions.PERSON_ID))
                .as(Interactions.INTERACTION_ID),
            col(Interactions.PERSON_ID),
            col(Bookings.BOOKED_AT).as(Interactions.OCCURRED_AT),
            lit(TYPE).as(Interactions.INTERACTION_TYPE),
            lit(Bookings.TABLE.toString()).as(Interactions.SOURCE),
            description().as(Interactions.DESCRIPTION));
  }

  private static Column description() {
    Column part =
        when(col(Purchases.IS_PAYER).and(col(Purchases.IS_TRAVELLER)), "payer and traveller")
            .when(col(Purchases.IS_PAYER), "payer")
            .otherwise("traveller");
    return concat(
        lit("Booking of "),
        Words.counted(col(COUPONS), "flight coupon"),
        lit(" "),
        Words.channel(col(Bookings.CHANNEL)),
        lit(", as "),
        part);
  }
}
