package dev.jetbridge.jobs.identity;

import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.jobs.InMemoryInputs;
import dev.jetbridge.jobs.Rows;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The sources of identity, a line a record that speaks of somebody. */
final class SpokenOf {
  private static final Pattern MARK = Pattern.compile("story(\\d\\d)\\.|SK(\\d\\d)");

  private final int story;
  private final Rows bookings;
  private final Rows members;
  private final Rows activity;
  private final Rows sales;

  SpokenOf() {
    this(
        0,
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
            Bookings.PAYER_LOYALTY_NUMBER),
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
            Members.CHANGED_AT),
        Rows.of(
            Activity.TABLE, Activity.ACTIVITY_ID, Activity.LOYALTY_NUMBER, Activity.OCCURRED_AT),
        Rows.of(
            InflightSales.TABLE,
            InflightSales.SALE_ID,
            InflightSales.LOYALTY_NUMBER,
            InflightSales.SOLD_AT));
  }

  private SpokenOf(int story, Rows bookings, Rows members, Rows activity, Rows sales) {
    this.story = story;
    this.bookings = bookings;
    this.members = members;
    this.activity = activity;
    this.sales = sales;
  }

  /**
   * Adds to the same sources what speaks of others: nobody of one story has a number, an e-mail
   * address or a ticket of another, whatever a test calls them.
   *
   * @param number of the story, from 1 to 99
   */
  SpokenOf story(int number) {
    return new SpokenOf(number, bookings, members, activity, sales);
  }

  /** The number of this story; 0 of sources that tell only one. */
  int story() {
    return story;
  }

  /** The story that a key, a number or an address of the result is of. */
  static int storyOf(String told) {
    Matcher mark = MARK.matcher(told);
    return mark.find()
        ? Integer.parseInt(mark.group(1) == null ? mark.group(2) : mark.group(1))
        : 0;
  }

  /** A key, a number or an address of the result as its story calls it. */
  static String plain(String told) {
    return told == null
        ? null
        : told.replaceAll("story\\d\\d\\.", "").replaceAll("SK\\d\\d", "SK00");
  }

  private String key(String key) {
    return mark() + key;
  }

  private String email(String email) {
    return email == null ? null : email.replace("@", "@" + mark());
  }

  private String number(String number) {
    return number == null || story == 0
        ? number
        : number.replaceFirst("SK00", String.format(Locale.ROOT, "SK%02d", story));
  }

  private String mark() {
    return story == 0 ? "" : String.format(Locale.ROOT, "story%02d.", story);
  }

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
        key(ticket),
        coupon,
        Instant.parse(changedAt).minusSeconds(3600),
        changedAt,
        agency,
        traveller.given,
        traveller.surname,
        traveller.birth,
        email(traveller.email),
        number(traveller.number),
        payerType,
        paying.given,
        paying.surname,
        paying.birth,
        email(paying.email),
        number(paying.number));
    return this;
  }

  /** A member enrolled on 1 January 2020, last changed on 1 January 2026. */
  SpokenOf member(Someone member) {
    return member(member, "2020-01-01", "2026-01-01T00:00:00Z", "blue");
  }

  SpokenOf member(Someone member, String enrolledOn, String changedAt, String tier) {
    members.row(
        number(member.number),
        member.given,
        member.surname,
        member.birth,
        email(member.email),
        "AE",
        tier,
        enrolledOn,
        changedAt);
    return this;
  }

  SpokenOf activity(String id, String number) {
    activity.row(key(id), number(number), "2026-02-01T00:00:00Z");
    return this;
  }

  SpokenOf sale(String id, String number) {
    sales.row(key(id), number(number), "2026-02-02T00:00:00Z");
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
