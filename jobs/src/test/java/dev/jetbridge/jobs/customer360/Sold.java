package dev.jetbridge.jobs.customer360;

import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.ExchangeRates;
import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.Rows;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What was sold, flown and earned, and who the records speak of. */
final class Sold {
  static final String AMINA = "P00000000000000000000000a";
  static final String BEN = "P00000000000000000000000b";

  private final Rows bookings =
      Rows.of(
          Bookings.TABLE,
          Bookings.TICKET_NUMBER,
          Bookings.COUPON_NUMBER,
          Bookings.RECORD_LOCATOR,
          Bookings.BOOKED_AT,
          Bookings.CHANNEL,
          Bookings.PAYER_TYPE,
          Bookings.FLIGHT_NUMBER,
          Bookings.DEPARTURE_AIRPORT,
          Bookings.ARRIVAL_AIRPORT,
          Bookings.DEPARTURE_DATE,
          Bookings.CABIN,
          Bookings.STATUS,
          Bookings.FARE_AMOUNT,
          Bookings.TAX_AMOUNT,
          Bookings.REFUND_AMOUNT,
          Bookings.CURRENCY);
  private final Rows links =
      Rows.of(Links.TABLE, Links.SOURCE, Links.ROLE, Links.RECORD_KEY, Links.PERSON_ID);
  private final Rows rates =
      Rows.of(
          ExchangeRates.TABLE,
          ExchangeRates.RATE_DATE,
          ExchangeRates.CURRENCY,
          ExchangeRates.BASE_CURRENCY,
          ExchangeRates.RATE);
  private final Rows legs =
      Rows.of(
          FlightLegs.TABLE,
          FlightLegs.FLIGHT_NUMBER,
          FlightLegs.DEPARTURE_DATE,
          FlightLegs.DEPARTURE_AIRPORT,
          FlightLegs.STATUS,
          FlightLegs.SCHEDULED_DEPARTURE_AT,
          FlightLegs.SCHEDULED_ARRIVAL_AT,
          FlightLegs.ACTUAL_DEPARTURE_AT,
          FlightLegs.ACTUAL_ARRIVAL_AT);
  private final Rows members = Rows.of(Members.TABLE, Members.LOYALTY_NUMBER, Members.ENROLLED_ON);
  private final Rows activity =
      Rows.of(
          Activity.TABLE,
          Activity.ACTIVITY_ID,
          Activity.ACTIVITY_TYPE,
          Activity.OCCURRED_AT,
          Activity.MILES,
          Activity.FLIGHT_NUMBER,
          Activity.PARTNER_CODE);
  private final Rows sales =
      Rows.of(
          InflightSales.TABLE,
          InflightSales.SALE_ID,
          InflightSales.FLIGHT_NUMBER,
          InflightSales.DEPARTURE_DATE,
          InflightSales.CATEGORY,
          InflightSales.QUANTITY,
          InflightSales.SOLD_AT);

  /** A coupon of EK001 from London to Dubai on 20 March 2026, with its money and its state. */
  record Coupon(
      String ticket,
      int number,
      String locator,
      String bookedAt,
      String payerType,
      String status,
      String fare,
      String tax,
      String refund,
      String currency) {
    /** A confirmed coupon of booking LOC001, made and paid by its traveller on 1 March in AED. */
    static Coupon of(String ticket, String fare, String tax) {
      return new Coupon(
          ticket,
          1,
          "LOC001",
          "2026-03-01T10:00:00Z",
          "traveller",
          "confirmed",
          fare,
          tax,
          "0",
          "AED");
    }

    Coupon number(int other) {
      return new Coupon(
          ticket, other, locator, bookedAt, payerType, status, fare, tax, refund, currency);
    }

    Coupon booking(String otherLocator, String otherInstant) {
      return new Coupon(
          ticket,
          number,
          otherLocator,
          otherInstant,
          payerType,
          status,
          fare,
          tax,
          refund,
          currency);
    }

    Coupon paidBy(String other) {
      return new Coupon(
          ticket, number, locator, bookedAt, other, status, fare, tax, refund, currency);
    }

    Coupon in(String other) {
      return new Coupon(
          ticket, number, locator, bookedAt, payerType, status, fare, tax, refund, other);
    }

    Coupon cancelled(String refunded) {
      return new Coupon(
          ticket, number, locator, bookedAt, payerType, "cancelled", fare, tax, refunded, currency);
    }
  }

  Sold coupon(Coupon coupon) {
    bookings.row(
        coupon.ticket,
        coupon.number,
        coupon.locator,
        coupon.bookedAt,
        "web",
        coupon.payerType,
        "EK001",
        "LHR",
        "DXB",
        "2026-03-20",
        "C",
        coupon.status,
        coupon.fare,
        coupon.tax,
        coupon.refund,
        coupon.currency);
    return this;
  }

  /** A ticket's traveller and payer, null when not identified. */
  Sold persons(String ticket, String traveller, String payer) {
    links.row(Bookings.TABLE.toString(), "traveller", ticket, traveller);
    links.row(Bookings.TABLE.toString(), "payer", ticket, payer);
    return this;
  }

  Sold rate(String day, String currency, String rate) {
    rates.row(day, currency, "AED", rate);
    return this;
  }

  Sold rateInto(String base, String day, String currency, String rate) {
    rates.row(day, currency, base, rate);
    return this;
  }

  /** EK001 of 20 March 2026, scheduled from 10:00 to 17:00 UTC. */
  Sold leg(String status, String departedAt, String arrivedAt) {
    legs.row(
        "EK001",
        "2026-03-20",
        "LHR",
        status,
        "2026-03-20T10:00:00Z",
        "2026-03-20T17:00:00Z",
        departedAt,
        arrivedAt);
    return this;
  }

  Sold member(String number, String enrolledOn, String person) {
    members.row(number, enrolledOn);
    links.row(Members.TABLE.toString(), "member", number, person);
    return this;
  }

  Sold miles(
      String id, String type, int miles, String flight, String partner, String at, String person) {
    activity.row(id, type, at, miles, flight, partner);
    links.row(Activity.TABLE.toString(), "member", id, person);
    return this;
  }

  Sold sale(String id, String category, int quantity, String soldAt, String person) {
    sales.row(id, "EK001", "2026-03-20", category, quantity, soldAt);
    links.row(InflightSales.TABLE.toString(), "buyer", id, person);
    return this;
  }

  InMemoryInputs in(SparkSession spark) {
    return in(spark, UnaryOperator.identity());
  }

  /** The tables with their rows arranged otherwise. */
  InMemoryInputs in(SparkSession spark, UnaryOperator<Dataset<Row>> arranged) {
    return InMemoryInputs.of(Bookings.TABLE, arranged.apply(bookings.in(spark)))
        .and(Links.TABLE, arranged.apply(links.in(spark)))
        .and(ExchangeRates.TABLE, arranged.apply(rates.in(spark)))
        .and(FlightLegs.TABLE, arranged.apply(legs.in(spark)))
        .and(Members.TABLE, arranged.apply(members.in(spark)))
        .and(Activity.TABLE, arranged.apply(activity.in(spark)))
        .and(InflightSales.TABLE, arranged.apply(sales.in(spark)));
  }
}
