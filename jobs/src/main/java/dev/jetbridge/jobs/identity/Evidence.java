package dev.jetbridge.jobs.identity;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.columns.Persons;
import dev.jetbridge.jobs.RunContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * What a mention offers to recognise its person by. One row a source, role and record_key:
 *
 * <ul>
 *   <li>loyalty_key: of the loyalty number; null when there is none or it is refuted.
 *   <li>contact_key: of e-mail, name and birth date together, compared as {@link FoldedText} says;
 *       null when one of them is unknown or the e-mail is shared.
 *   <li>shared_email: whether its e-mail is an agency's: more than sharedEmailPersons different
 *       names with birth date use it. Mentions without a birth date do not count towards it, else a
 *       family that sometimes leaves it out would look like an agency.
 * </ul>
 *
 * <p>A loyalty number without a member record is evidence all the same, since members leave and
 * files arrive late. A mistyped number that hits another member is not: a booking refutes a number
 * when the member's birth date is another and the name is not the same, or when the birth date is
 * unknown on one side and neither given name nor surname is the member's. So a changed surname
 * keeps the number, and a child does not become the parent whose number was given.
 */
record Evidence(int sharedEmailPersons, RunContext run) {
  static final String LOYALTY_KEY = "loyalty_key";
  static final String CONTACT_KEY = "contact_key";
  static final String SHARED_EMAIL = "shared_email";

  private static final String MEMBER_NUMBER = "member_number";
  private static final String MEMBER_GIVEN_NAME = "member_given_name";
  private static final String MEMBER_SURNAME = "member_surname";
  private static final String MEMBER_BIRTH_DATE = "member_birth_date";
  private static final String PERSONS = "persons";

  Dataset<Row> of(Mentions mentions) {
    Dataset<Row> members = folded(mentions.ofMembers());
    Dataset<Row> all =
        withoutRefutedNumbers(folded(mentions.ofBookings()), members)
            .unionByName(members)
            .unionByName(numbersOnly(mentions.ofActivity()), true)
            .unionByName(numbersOnly(mentions.ofSales()), true);
    return withKeys(run.checkpoint().apply(all));
  }

  private static Dataset<Row> folded(Dataset<Row> mentions) {
    return mentions.select(
        col(Links.SOURCE),
        col(Links.ROLE),
        col(Links.RECORD_KEY),
        col(Persons.LOYALTY_NUMBER),
        FoldedText.name(col(Persons.GIVEN_NAME)).as(Persons.GIVEN_NAME),
        FoldedText.name(col(Persons.SURNAME)).as(Persons.SURNAME),
        col(Persons.BIRTH_DATE),
        FoldedText.email(col(Persons.EMAIL)).as(Persons.EMAIL));
  }

  private static Dataset<Row> numbersOnly(Dataset<Row> mentions) {
    return mentions.select(
        col(Links.SOURCE), col(Links.ROLE), col(Links.RECORD_KEY), col(Persons.LOYALTY_NUMBER));
  }

  private static Dataset<Row> withoutRefutedNumbers(Dataset<Row> bookings, Dataset<Row> members) {
    Dataset<Row> holders =
        members.select(
            col(Persons.LOYALTY_NUMBER).as(MEMBER_NUMBER),
            col(Persons.GIVEN_NAME).as(MEMBER_GIVEN_NAME),
            col(Persons.SURNAME).as(MEMBER_SURNAME),
            col(Persons.BIRTH_DATE).as(MEMBER_BIRTH_DATE));
    // A ticket number is not a loyalty number: it keeps the many tickets without one from meeting
    // in
    // one task.
    Column number = coalesce(col(Persons.LOYALTY_NUMBER), col(Links.RECORD_KEY));
    return bookings
        .join(holders, number.equalTo(col(MEMBER_NUMBER)), "left")
        .withColumn(Persons.LOYALTY_NUMBER, when(not(refuted()), col(Persons.LOYALTY_NUMBER)))
        .drop(MEMBER_NUMBER, MEMBER_GIVEN_NAME, MEMBER_SURNAME, MEMBER_BIRTH_DATE);
  }

  private static Column refuted() {
    Column otherGivenName = known(col(Persons.GIVEN_NAME).notEqual(col(MEMBER_GIVEN_NAME)));
    Column otherSurname = known(col(Persons.SURNAME).notEqual(col(MEMBER_SURNAME)));
    Column sameBirthDate = col(Persons.BIRTH_DATE).equalTo(col(MEMBER_BIRTH_DATE));
    return when(sameBirthDate, lit(false))
        .when(not(sameBirthDate), otherGivenName.or(otherSurname))
        .otherwise(otherGivenName.and(otherSurname));
  }

  /** What is unknown is not true. */
  private static Column known(Column condition) {
    return coalesce(condition, lit(false));
  }

  private Dataset<Row> withKeys(Dataset<Row> mentions) {
    Column contactKey =
        // The address comes last, because it is the only part that may hold anything but letters.
        concat(
            lit("2 "),
            col(Persons.BIRTH_DATE).cast(DataTypes.StringType),
            lit(" "),
            col(Persons.GIVEN_NAME),
            lit(" "),
            col(Persons.SURNAME),
            lit(" "),
            col(Persons.EMAIL));
    Dataset<Row> shared =
        run.checkpoint().apply(sharedEmails(mentions)).withColumn(SHARED_EMAIL, lit(true));
    return mentions
        .join(broadcast(shared), new String[] {Persons.EMAIL}, "left")
        .select(
            col(Links.SOURCE),
            col(Links.ROLE),
            col(Links.RECORD_KEY),
            // Loyalty keys sort first: the founding key of a member is the number, not an address.
            concat(lit("1 "), col(Persons.LOYALTY_NUMBER)).as(LOYALTY_KEY),
            when(col(SHARED_EMAIL).isNull(), contactKey).as(CONTACT_KEY),
            known(col(SHARED_EMAIL)).as(SHARED_EMAIL));
  }

  private Dataset<Row> sharedEmails(Dataset<Row> mentions) {
    return mentions
        .select(
            col(Persons.EMAIL),
            col(Persons.GIVEN_NAME),
            col(Persons.SURNAME),
            col(Persons.BIRTH_DATE))
        .na()
        .drop()
        .distinct()
        .groupBy(col(Persons.EMAIL))
        .agg(count(lit(1)).as(PERSONS))
        .filter(col(PERSONS).gt(sharedEmailPersons))
        .select(col(Persons.EMAIL));
  }
}
