package dev.jetbridge.jobs.identity;

import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.Rows;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The sources of identity, a line a record that speaks of somebody. */
final class SpokenOf {
  private final Rows bookings =
      Rows.of(
          Bookings.TABLE,
          Bookings.TICKET_NUMBER,
          Bookings.COUPON_NUMBER,
          Bookings.BOOKED_AT,
          Bookings.UPDATED_AT,
          Bookings.AGENCY_CODE,
          Bookings.PASSENGER_GIVEN_NAME,
          Bookings.PASSENGER_SURNAME,
          Bookings.PASSENGER_BIRTH_DATE,
          Bookings.PASSENGER_EMAIL,
          Bookings.PASSENGER_LOYALTY_NUMBER,
          Bookings.PAYER_TYPE,
          Bookings.PAYER_GIVEN_NAME,
          Bookings.PAYER_SURNAME,
          Bookings.PAYER_BIRTH_DATE,
          Bookings.PAYER_EMAIL,
          Bookings.PAYER_LOYALTY_NUMBER);
  private final Rows members =
      Rows.of(
          Members.TABLE,
          Members.LOYALTY_NUMBER,
          Members.GIVEN_NAME,
          Members.SURNAME,
          Members.BIRTH_DATE,
          Members.EMAIL,
          Members.COUNTRY,
          Members.TIER,
          Members.ENROLLED_ON,
          Members.CHANGED_AT);
  private final Rows activity =
      Rows.of(Activity.TABLE, Activity.ACTIVITY_ID, Activity.LOYALTY_NUMBER, Activity.OCCURRED_AT);
  private final Rows sales =
      Rows.of(
          InflightSales.TABLE,
          InflightSales.SALE_ID,
          InflightSales.LOYALTY_NUMBER,
          InflightSales.SOLD_AT);

  /** Somebody as a record names them; birth date, e-mail and number may be null. */
  record Someone(String given, String surname, String birth, String email, String number) {
    Someone(String given, String surname, String birth, String email) {
      this(given, surname, birth, email, null);
    }

    Someone withNumber(String loyaltyNumber) {
      return new Someone(given, surname, birth, email, loyaltyNumber);
    }

    Someone withSurname(String other) {
      return new Someone(given, other, birth, email, number);
    }

    Someone withEmail(String other) {
      return new Someone(given, surname, birth, other, number);
    }

    Someone withBirth(String other) {
      return new Someone(given, surname, other, email, number);
    }
  }

  /** A ticket that its traveller paid, booked on 1 March 2026. */
  SpokenOf traveller(String ticket, Someone traveller) {
    return coupon(ticket, 1, "2026-03-01T10:00:00Z", "traveller", traveller, null, null);
  }

  /** A ticket that an agency sold and paid. */
  SpokenOf agencySale(String ticket, Someone traveller) {
    return coupon(ticket, 1, "2026-03-01T10:00:00Z", "agency", traveller, null, "91200011");
  }

  /** A ticket that another person paid. */
  SpokenOf paidFor(String ticket, Someone traveller, Someone payer) {
    return coupon(ticket, 1, "2026-03-01T10:00:00Z", "person", traveller, payer, null);
  }

  /** A coupon of a ticket, changed at that instant and booked an hour before. */
  SpokenOf couponChangedAt(String ticket, int coupon, String changedAt, Someone traveller) {
    return coupon(ticket, coupon, changedAt, "agency", traveller, null, null);
  }

  private SpokenOf coupon(
      String ticket,
      int coupon,
      String changedAt,
      String payerType,
      Someone traveller,
      Someone payer,
      String agency) {
    Someone paying = payer == null ? new Someone(null, null, null, null) : payer;
    bookings.row(
        ticket,
        coupon,
        Instant.parse(changedAt).minusSeconds(3600),
        changedAt,
        agency,
        traveller.given,
        traveller.surname,
        traveller.birth,
        traveller.email,
        traveller.number,
        payerType,
        paying.given,
        paying.surname,
        paying.birth,
        paying.email,
        paying.number);
    return this;
  }

  /** A member enrolled on 1 January 2020, last changed on 1 January 2026. */
  SpokenOf member(Someone member) {
    return member(member, "2020-01-01", "2026-01-01T00:00:00Z", "blue");
  }

  SpokenOf member(Someone member, String enrolledOn, String changedAt, String tier) {
    members.row(
        member.number,
        member.given,
        member.surname,
        member.birth,
        member.email,
        "AE",
        tier,
        enrolledOn,
        changedAt);
    return this;
  }

  SpokenOf activity(String id, String number) {
    activity.row(id, number, "2026-02-01T00:00:00Z");
    return this;
  }

  SpokenOf sale(String id, String number) {
    sales.row(id, number, "2026-02-02T00:00:00Z");
    return this;
  }

  InMemoryInputs in(SparkSession spark) {
    return in(spark, UnaryOperator.identity());
  }

  /** The sources with their rows arranged otherwise. */
  InMemoryInputs in(SparkSession spark, UnaryOperator<Dataset<Row>> arranged) {
    return InMemoryInputs.of(Bookings.TABLE, arranged.apply(bookings.in(spark)))
        .and(Members.TABLE, arranged.apply(members.in(spark)))
        .and(Activity.TABLE, arranged.apply(activity.in(spark)))
        .and(InflightSales.TABLE, arranged.apply(sales.in(spark)));
  }

  static String key(Row link) {
    return link.<String>getAs(Links.ROLE) + " " + link.<String>getAs(Links.RECORD_KEY);
  }
}
