package dev.jetbridge.jobs.customer360;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.contracts.columns.Interactions;
import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.Token;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * The events whose source record speaks of one person. One row a member (enrolment, at midnight
 * UTC), loyalty activity (miles) or sold line (onboard-sale) that identity.links knows the person
 * of, up to the as-of instant. The natural key is the record's.
 */
record RecordEvents(Inputs inputs, RunContext run) {
  private static final String ENROLMENT = "enrolment";
  private static final String MILES = "miles";
  private static final String ONBOARD_SALE = "onboard-sale";

  private static final String ADJUSTMENT = "adjustment";

  Dataset<Row> all() {
    Dataset<Row> links =
        inputs
            .table(Links.TABLE)
            .filter(col(Links.PERSON_ID).isNotNull())
            .filter(col(Links.SOURCE).notEqual(Bookings.TABLE.toString()))
            .select(col(Links.SOURCE), col(Links.RECORD_KEY), col(Links.PERSON_ID));
    return enrolments()
        .unionByName(miles(), true)
        .unionByName(sales(), true)
        .filter(col(Interactions.OCCURRED_AT).leq(lit(run.asOf())))
        .join(links, new String[] {Links.SOURCE, Links.RECORD_KEY})
        .withColumn(
            Interactions.INTERACTION_ID,
            Token.of(run, "I", col(Interactions.INTERACTION_TYPE), col(Links.RECORD_KEY)))
        .drop(Links.RECORD_KEY);
  }

  private Dataset<Row> enrolments() {
    return inputs
        .table(Members.TABLE)
        .select(
            source(Members.TABLE),
            col(Members.LOYALTY_NUMBER).as(Links.RECORD_KEY),
            lit(ENROLMENT).as(Interactions.INTERACTION_TYPE),
            col(Members.ENROLLED_ON).cast(DataTypes.TimestampType).as(Interactions.OCCURRED_AT),
            lit("Joined the loyalty programme").as(Interactions.DESCRIPTION));
  }

  private Dataset<Row> miles() {
    return inputs
        .table(Activity.TABLE)
        .select(
            source(Activity.TABLE),
            col(Activity.ACTIVITY_ID).as(Links.RECORD_KEY),
            lit(MILES).as(Interactions.INTERACTION_TYPE),
            col(Activity.OCCURRED_AT).as(Interactions.OCCURRED_AT),
            col(Activity.FLIGHT_NUMBER).as(Interactions.FLIGHT_NUMBER),
            col(Activity.DEPARTURE_DATE).as(Interactions.DEPARTURE_DATE),
            col(Activity.MILES).as(Interactions.MILES),
            milesInWords().as(Interactions.DESCRIPTION));
  }

  private Dataset<Row> sales() {
    return inputs
        .table(InflightSales.TABLE)
        .select(
            source(InflightSales.TABLE),
            col(InflightSales.SALE_ID).as(Links.RECORD_KEY),
            lit(ONBOARD_SALE).as(Interactions.INTERACTION_TYPE),
            col(InflightSales.SOLD_AT).as(Interactions.OCCURRED_AT),
            col(InflightSales.FLIGHT_NUMBER).as(Interactions.FLIGHT_NUMBER),
            col(InflightSales.DEPARTURE_DATE).as(Interactions.DEPARTURE_DATE),
            concat(
                    lit("Bought "),
                    Words.counted(col(InflightSales.QUANTITY), "piece"),
                    lit(" of "),
                    col(InflightSales.CATEGORY),
                    lit(" on board "),
                    col(InflightSales.FLIGHT_NUMBER))
                .as(Interactions.DESCRIPTION));
  }

  private static Column milesInWords() {
    Column act =
        when(
                col(Activity.ACTIVITY_TYPE).equalTo(ADJUSTMENT).and(col(Activity.MILES).gt(0)),
                "Credited ")
            .when(col(Activity.ACTIVITY_TYPE).equalTo(ADJUSTMENT), "Corrected by minus ")
            .when(col(Activity.MILES).gt(0), "Earned ")
            .otherwise("Spent ");
    Column flight = concat(lit(" for flight "), col(Activity.FLIGHT_NUMBER));
    Column partner = concat(lit(" with partner "), col(Activity.PARTNER_CODE));
    return concat(
        act, Words.counted(abs(col(Activity.MILES)), "mile"), coalesce(flight, partner, lit("")));
  }

  private static Column source(ProductId product) {
    return lit(product.toString()).as(Interactions.SOURCE);
  }
}
