package dev.jetbridge.jobs.analytics;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.CustomerSegments;
import dev.jetbridge.contracts.columns.CustomerValueMonthly;
import dev.jetbridge.contracts.columns.Persons;
import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.RunContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;

/**
 * Makes analytics.customer_value_monthly: one row a month, segment and tier in which anybody
 * bought, up to the as-of instant.
 *
 * <p>A booking is a purchase of the person who paid for it, with what was paid; when an agency
 * paid, of each of its travellers, with the fares of what that traveller flies. Who flies on a
 * booking that another person paid for bought nothing. So net_revenue over all rows is the
 * paid_net_value of customer360.purchases and the flown_net_value of what agencies paid, to the
 * cent.
 *
 * <p>Every month of a person counts for the person's segment in the newest segmentation up to the
 * as-of instant and the tier in identity.persons; without one the value is none. customers counts
 * people, who are in one segment and one tier; purchases counts bookings a person.
 */
public record CustomerValueMonthlyJob() implements Job {
  private static final String AGENCY = "agency";
  private static final String NONE = "none";

  private static final String VALUE = "value";
  private static final String FIRST_MONTH = "first_month";
  private static final String NEWEST = "newest";

  @Override
  public Outputs run(Inputs inputs, RunContext run) {
    Dataset<Row> segments = newestSegments(inputs.table(CustomerSegments.TABLE), run);
    Dataset<Row> tiers =
        inputs.table(Persons.TABLE).select(col(Persons.PERSON_ID), col(Persons.TIER));
    return Outputs.of(
        inputs
            .table(Purchases.TABLE)
            .filter(col(Purchases.PURCHASED_AT).leq(lit(run.asOf())))
            .transform(CustomerValueMonthlyJob::ownPurchases)
            .transform(CustomerValueMonthlyJob::perPersonAndMonth)
            .join(segments, joinKey(), "left")
            .join(tiers, joinKey(), "left")
            .transform(CustomerValueMonthlyJob::perMonthSegmentAndTier));
  }

  private static String[] joinKey() {
    return new String[] {Purchases.PERSON_ID};
  }

  /** The segment of each person at the newest as-of instant that is not after the run's. */
  private static Dataset<Row> newestSegments(Dataset<Row> segments, RunContext run) {
    Dataset<Row> known = segments.filter(col(CustomerSegments.AS_OF).leq(lit(run.asOf())));
    Dataset<Row> newest = known.agg(max(col(CustomerSegments.AS_OF)).as(NEWEST));
    return known
        .join(broadcast(newest), col(CustomerSegments.AS_OF).equalTo(col(NEWEST)))
        .select(
            col(CustomerSegments.PERSON_ID),
            col(CustomerSegments.SEGMENT_NAME).as(CustomerValueMonthly.SEGMENT));
  }

  private static Dataset<Row> ownPurchases(Dataset<Row> purchases) {
    Column paidByAgency = col(Purchases.PAYMENT_PARTY).equalTo(AGENCY);
    return purchases
        .filter(col(Purchases.IS_PAYER).or(paidByAgency.and(col(Purchases.IS_TRAVELLER))))
        .select(
            col(Purchases.PERSON_ID),
            Months.of(col(Purchases.PURCHASE_DATE)).as(CustomerValueMonthly.MONTH),
            when(col(Purchases.IS_PAYER), col(Purchases.PAID_NET_VALUE))
                .otherwise(col(Purchases.FLOWN_NET_VALUE))
                .as(VALUE),
            col(Purchases.BASE_CURRENCY));
  }

  private static Dataset<Row> perPersonAndMonth(Dataset<Row> purchases) {
    return purchases
        .groupBy(
            col(Purchases.PERSON_ID),
            col(CustomerValueMonthly.MONTH),
            col(CustomerValueMonthly.BASE_CURRENCY))
        .agg(count(lit(1)).as(CustomerValueMonthly.PURCHASES), sum(col(VALUE)).as(VALUE))
        .withColumn(
            FIRST_MONTH,
            min(col(CustomerValueMonthly.MONTH))
                .over(Window.partitionBy(col(Purchases.PERSON_ID))));
  }

  private static Dataset<Row> perMonthSegmentAndTier(Dataset<Row> customers) {
    return customers
        .groupBy(
            col(CustomerValueMonthly.MONTH),
            coalesce(col(CustomerValueMonthly.SEGMENT), lit(NONE)).as(CustomerValueMonthly.SEGMENT),
            coalesce(col(CustomerValueMonthly.TIER), lit(NONE)).as(CustomerValueMonthly.TIER),
            col(CustomerValueMonthly.BASE_CURRENCY))
        .agg(
            count(lit(1)).as(CustomerValueMonthly.CUSTOMERS),
            count(when(col(FIRST_MONTH).equalTo(col(CustomerValueMonthly.MONTH)), 1))
                .as(CustomerValueMonthly.NEW_CUSTOMERS),
            sum(col(CustomerValueMonthly.PURCHASES)).as(CustomerValueMonthly.PURCHASES),
            sum(col(VALUE))
                .cast(DataTypes.createDecimalType(18, 2))
                .as(CustomerValueMonthly.NET_REVENUE));
  }
}
