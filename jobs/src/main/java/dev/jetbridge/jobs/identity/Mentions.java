package dev.jetbridge.jobs.identity;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.columns.Activity;
import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.InflightSales;
import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.contracts.columns.Persons;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.RunContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Where sources speak of a person. One row a source, role and record_key, with what the record says
 * as it says it; null where the source has no such column.
 *
 * <p>A ticket is one record: it says what its coupon that changed last says (of equals, the first
 * coupon). Its payer is the traveller, with the same evidence, or a person of its own, or nobody
 * when an agency paid. What was booked, enrolled, earned or sold after the as-of instant is left
 * out.
 */
record Mentions(Inputs inputs, RunContext run) {
  static final String TRAVELLER = "traveller";
  static final String PAYER = "payer";
  static final String MEMBER = "member";
  static final String BUYER = "buyer";

  /** The first moment the record speaks of the person. */
  static final String SEEN_AT = "seen_at";

  /** When the record took its present form. */
  static final String RECORDED_AT = "recorded_at";

  /** Whether an agency sold it, so that the address may be the agency's own. */
  static final String SOLD_BY_AGENCY = "sold_by_agency";

  private static final String PAYER_IS_TRAVELLER = "traveller";
  private static final String PAYER_IS_PERSON = "person";
  private static final String LATEST = "latest";
  private static final String MENTION = "mention";

  Dataset<Row> all() {
    return ofBookings()
        .unionByName(ofMembers(), true)
        .unionByName(ofActivity(), true)
        .unionByName(ofSales(), true);
  }

  Dataset<Row> ofBookings() {
    Column latestCoupon =
        max_by(
            struct(
                col(Bookings.PASSENGER_GIVEN_NAME),
                col(Bookings.PASSENGER_SURNAME),
                col(Bookings.PASSENGER_BIRTH_DATE),
                col(Bookings.PASSENGER_EMAIL),
                col(Bookings.PASSENGER_LOYALTY_NUMBER),
                col(Bookings.PAYER_TYPE),
                col(Bookings.PAYER_GIVEN_NAME),
                col(Bookings.PAYER_SURNAME),
                col(Bookings.PAYER_BIRTH_DATE),
                col(Bookings.PAYER_EMAIL),
                col(Bookings.PAYER_LOYALTY_NUMBER),
                col(Bookings.AGENCY_CODE),
                col(Bookings.UPDATED_AT)),
            struct(col(Bookings.UPDATED_AT), negate(col(Bookings.COUPON_NUMBER))));
    return inputs
        .table(Bookings.TABLE)
        .filter(col(Bookings.BOOKED_AT).leq(lit(run.asOf())))
        .groupBy(col(Bookings.TICKET_NUMBER))
        .agg(latestCoupon.as(LATEST), min(col(Bookings.BOOKED_AT)).as(SEEN_AT))
        .select(
            col(Bookings.TICKET_NUMBER),
            col(SEEN_AT),
            latest(Bookings.UPDATED_AT).as(RECORDED_AT),
            latest(Bookings.AGENCY_CODE).isNotNull().as(SOLD_BY_AGENCY),
            explode(mentionsOfTicket()).as(MENTION))
        .select(
            lit(Bookings.TABLE.toString()).as(Links.SOURCE),
            col(MENTION + "." + Links.ROLE),
            col(Bookings.TICKET_NUMBER).as(Links.RECORD_KEY),
            col(MENTION + "." + Persons.LOYALTY_NUMBER),
            col(MENTION + "." + Persons.GIVEN_NAME),
            col(MENTION + "." + Persons.SURNAME),
            col(MENTION + "." + Persons.BIRTH_DATE),
            col(MENTION + "." + Persons.EMAIL),
            col(SEEN_AT),
            col(RECORDED_AT),
            col(SOLD_BY_AGENCY));
  }

  Dataset<Row> ofMembers() {
    return inputs
        .table(Members.TABLE)
        .filter(col(Members.ENROLLED_ON).leq(lit(run.asOfDate())))
        .select(
            lit(Members.TABLE.toString()).as(Links.SOURCE),
            lit(MEMBER).as(Links.ROLE),
            col(Members.LOYALTY_NUMBER).as(Links.RECORD_KEY),
            col(Members.LOYALTY_NUMBER).as(Persons.LOYALTY_NUMBER),
            col(Members.GIVEN_NAME).as(Persons.GIVEN_NAME),
            col(Members.SURNAME).as(Persons.SURNAME),
            col(Members.BIRTH_DATE).as(Persons.BIRTH_DATE),
            col(Members.EMAIL).as(Persons.EMAIL),
            col(Members.COUNTRY).as(Persons.COUNTRY),
            col(Members.TIER).as(Persons.TIER),
            col(Members.ENROLLED_ON),
            col(Members.ENROLLED_ON).cast(DataTypes.TimestampType).as(SEEN_AT),
            col(Members.CHANGED_AT).as(RECORDED_AT),
            lit(false).as(SOLD_BY_AGENCY));
  }

  Dataset<Row> ofActivity() {
    return numbered(
        Activity.TABLE,
        MEMBER,
        Activity.ACTIVITY_ID,
        Activity.LOYALTY_NUMBER,
        Activity.OCCURRED_AT);
  }

  Dataset<Row> ofSales() {
    return numbered(
        InflightSales.TABLE,
        BUYER,
        InflightSales.SALE_ID,
        InflightSales.LOYALTY_NUMBER,
        InflightSales.SOLD_AT);
  }

  /** The mentions of a source that knows a person by loyalty number only. */
  private Dataset<Row> numbered(
      ProductId source, String role, String key, String number, String happenedAt) {
    return inputs
        .table(source)
        .filter(col(happenedAt).leq(lit(run.asOf())))
        .select(
            lit(source.toString()).as(Links.SOURCE),
            lit(role).as(Links.ROLE),
            col(key).as(Links.RECORD_KEY),
            col(number).as(Persons.LOYALTY_NUMBER),
            col(happenedAt).as(SEEN_AT),
            col(happenedAt).as(RECORDED_AT),
            lit(false).as(SOLD_BY_AGENCY));
  }

  private static Column mentionsOfTicket() {
    Column traveller = traveller(TRAVELLER);
    return when(
            latest(Bookings.PAYER_TYPE).equalTo(PAYER_IS_TRAVELLER),
            array(traveller, traveller(PAYER)))
        .when(latest(Bookings.PAYER_TYPE).equalTo(PAYER_IS_PERSON), array(traveller, payer()))
        .otherwise(array(traveller));
  }

  private static Column traveller(String role) {
    return mention(
        role,
        Bookings.PASSENGER_LOYALTY_NUMBER,
        Bookings.PASSENGER_GIVEN_NAME,
        Bookings.PASSENGER_SURNAME,
        Bookings.PASSENGER_BIRTH_DATE,
        Bookings.PASSENGER_EMAIL);
  }

  private static Column payer() {
    return mention(
        PAYER,
        Bookings.PAYER_LOYALTY_NUMBER,
        Bookings.PAYER_GIVEN_NAME,
        Bookings.PAYER_SURNAME,
        Bookings.PAYER_BIRTH_DATE,
        Bookings.PAYER_EMAIL);
  }

  private static Column mention(
      String role, String number, String givenName, String surname, String birth, String email) {
    return struct(
        lit(role).as(Links.ROLE),
        latest(number).as(Persons.LOYALTY_NUMBER),
        latest(givenName).as(Persons.GIVEN_NAME),
        latest(surname).as(Persons.SURNAME),
        latest(birth).as(Persons.BIRTH_DATE),
        latest(email).as(Persons.EMAIL));
  }

  private static Column latest(String column) {
    return col(LATEST + "." + column);
  }
}
