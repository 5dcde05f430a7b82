package dev.jetbridge.jobs.customer360;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.Token;
import java.math.BigDecimal;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * One row a person and booking (record locator and booking instant), up to the as-of instant. A
 * refund is first of the fare, then of the tax: net value is fare less its part of the refund, tax
 * is tax less the rest, so net value, tax and refund add up to what was charged. Each of the three
 * is multiplied exactly by the rate of the UTC day of booking ({@link DailyRates}; 1 for the base
 * currency itself) and rounded half up to cents once a coupon; sums are exact from there.
 *
 * <p>paid_* are of the coupons the person paid, flown_* of those the person is the traveller of,
 * cancelled ones included: their refund tells what they cost. payment_party is self when the person
 * paid any coupon, else other-person when anybody paid one of the person's, else agency. When the
 * currency of a coupon has no rate on or before its day, all amounts of the row are null and the
 * contract refuses them: a guess would be worse.
 *
 * @param baseCurrency ISO 4217 code of the currency of all amounts
 */
public record PurchasesJob(String baseCurrency) implements Job {
  private static final String SELF = "self";
  private static final String OTHER_PERSON = "other-person";
  private static final String AGENCY = "agency";
  private static final String CANCELLED = "cancelled";

  private static final String PAID_BY_PERSON = "paid_by_person";
  private static final String NET_VALUE = "net_value";
  private static final String TAX = "tax";
  private static final String REFUND = "refund";
  private static final String UNVALUED = "unvalued";

  @Override
  public Outputs run(Inputs inputs, RunContext run) {
    Dataset<Row> rates =
        new DailyRates(baseCurrency, run.asOfDate()).transform(inputs.table(ExchangeRates.TABLE));
    return Outputs.of(
        new CouponShares(inputs, run)
            .all()
            .transform(shares -> valued(shares, rates))
            .transform(PurchasesJob::perPersonAndBooking)
            .transform(purchases -> published(purchases, run)));
  }

  private Dataset<Row> valued(Dataset<Row> shares, Dataset<Row> rates) {
    Dataset<Row> dated =
        shares.withColumn(Purchases.PURCHASE_DATE, to_date(col(Bookings.BOOKED_AT)));
    Column sameDay =
        dated
            .col(Bookings.CURRENCY)
            .equalTo(rates.col(ExchangeRates.CURRENCY))
            .and(dated.col(Purchases.PURCHASE_DATE).equalTo(rates.col(DailyRates.DAY)));
    Column rate =
        when(dated.col(Bookings.CURRENCY).equalTo(baseCurrency), lit(BigDecimal.ONE))
            .otherwise(rates.col(ExchangeRates.RATE));
    Column refundOfFare = least(col(Bookings.REFUND_AMOUNT), col(Bookings.FARE_AMOUNT));
    Column refundOfTax = col(Bookings.REFUND_AMOUNT).minus(refundOfFare);
    return dated
        .join(broadcast(rates), sameDay, "left")
        .withColumn(NET_VALUE, inBase(col(Bookings.FARE_AMOUNT).minus(refundOfFare), rate))
        .withColumn(TAX, inBase(col(Bookings.TAX_AMOUNT).minus(refundOfTax), rate))
        .withColumn(REFUND, inBase(col(Bookings.REFUND_AMOUNT), rate))
        .withColumn(UNVALUED, rate.isNull());
  }

  private static Column inBase(Column amount, Column rate) {
    return round(amount.multiply(rate), 2);
  }

  private static Dataset<Row> perPersonAndBooking(Dataset<Row> shares) {
    return shares
        .groupBy(
            col(Purchases.PERSON_ID),
            col(Bookings.RECORD_LOCATOR),
            col(Bookings.BOOKED_AT),
            col(Purchases.PURCHASE_DATE))
        .agg(
            max(col(Purchases.IS_PAYER)).as(Purchases.IS_PAYER),
            max(col(Purchases.IS_TRAVELLER)).as(Purchases.IS_TRAVELLER),
            max(col(Bookings.PAYER_TYPE).notEqual(CouponShares.PAID_BY_AGENCY)).as(PAID_BY_PERSON),
            max(col(UNVALUED)).as(UNVALUED),
            sumWhere(Purchases.IS_PAYER, NET_VALUE).as(Purchases.PAID_NET_VALUE),
            sumWhere(Purchases.IS_PAYER, TAX).as(Purchases.PAID_TAX),
            sumWhere(Purchases.IS_PAYER, REFUND).as(Purchases.PAID_REFUND),
            sumWhere(Purchases.IS_TRAVELLER, NET_VALUE).as(Purchases.FLOWN_NET_VALUE),
            sumWhere(Purchases.IS_TRAVELLER, TAX).as(Purchases.FLOWN_TAX),
            sumWhere(Purchases.IS_TRAVELLER, REFUND).as(Purchases.FLOWN_REFUND),
            count(lit(1)).as(Purchases.COUPONS),
            count(when(col(Bookings.STATUS).equalTo(CANCELLED), 1))
                .as(Purchases.CANCELLED_COUPONS));
  }

  private static Column sumWhere(String condition, String amount) {
    return sum(when(col(condition), col(amount)).otherwise(lit(BigDecimal.ZERO)));
  }

  private Dataset<Row> published(Dataset<Row> purchases, RunContext run) {
    Column party =
        when(col(Purchases.IS_PAYER), SELF)
            .when(col(PAID_BY_PERSON), OTHER_PERSON)
            .otherwise(AGENCY);
    return purchases.select(
        col(Purchases.PERSON_ID),
        Token.of(run, "B", col(Bookings.RECORD_LOCATOR), unix_micros(col(Bookings.BOOKED_AT)))
            .as(Purchases.BOOKING_ID),
        col(Bookings.BOOKED_AT).as(Purchases.PURCHASED_AT),
        col(Purchases.PURCHASE_DATE),
        party.as(Purchases.PAYMENT_PARTY),
        col(Purchases.IS_PAYER),
        col(Purchases.IS_TRAVELLER),
        amount(Purchases.PAID_NET_VALUE),
        amount(Purchases.PAID_TAX),
        amount(Purchases.PAID_REFUND),
        amount(Purchases.FLOWN_NET_VALUE),
        amount(Purchases.FLOWN_TAX),
        amount(Purchases.FLOWN_REFUND),
        col(Purchases.COUPONS).cast(DataTypes.IntegerType).as(Purchases.COUPONS),
        col(Purchases.CANCELLED_COUPONS)
            .cast(DataTypes.IntegerType)
            .as(Purchases.CANCELLED_COUPONS),
        lit(baseCurrency).as(Purchases.BASE_CURRENCY));
  }

  private static Column amount(String column) {
    return when(col(UNVALUED), lit(null))
        .otherwise(col(column))
        .cast(DataTypes.createDecimalType(18, 2))
        .as(column);
  }
}
