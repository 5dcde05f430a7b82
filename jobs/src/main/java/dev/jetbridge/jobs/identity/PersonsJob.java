package dev.jetbridge.jobs.identity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.min_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.contracts.columns.Members;
import dev.jetbridge.contracts.columns.Persons;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.RunContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One row a person_id of identity.links. Each identifier is the best known by itself: a member
 * record wins over a booking, a later record over an earlier one, the greater role and record key
 * decide between equals. The loyalty number is the member record's that enrolled first, so a number
 * that no member record confirms is not shown; country and tier are the latest member record's.
 *
 * <p>An address from an agency's sale counts only when it identified the traveller: it may be the
 * agency's own. first_seen_at is the earliest booking, enrolment (midnight UTC), activity or sale;
 * mentions counts the rows of identity.links.
 */
public record PersonsJob() implements Job {
  private static final String EMAIL_NAME_BIRTH_DATE = "email-name-birth-date";

  @Override
  public Outputs run(Inputs inputs, RunContext run) {
    Dataset<Row> links = inputs.table(Links.TABLE).filter(col(Links.PERSON_ID).isNotNull());
    Dataset<Row> mentions =
        new Mentions(inputs, run)
            .all()
            .join(links, new String[] {Links.SOURCE, Links.ROLE, Links.RECORD_KEY})
            .withColumn(Persons.EMAIL, ownEmail());
    return Outputs.of(
        mentions
            .groupBy(col(Persons.PERSON_ID))
            .agg(
                best(Persons.GIVEN_NAME),
                best(Persons.SURNAME),
                best(Persons.BIRTH_DATE),
                best(Persons.EMAIL),
                earliestEnrolledNumber(),
                best(Persons.COUNTRY),
                best(Persons.TIER),
                min(col(Mentions.SEEN_AT)).as(Persons.FIRST_SEEN_AT),
                count(lit(1)).as(Persons.MENTIONS)));
  }

  private static Column ownEmail() {
    return when(
        not(col(Mentions.SOLD_BY_AGENCY)).or(col(Links.MATCH_RULE).equalTo(EMAIL_NAME_BIRTH_DATE)),
        FoldedText.email(col(Persons.EMAIL)));
  }

  private static Column best(String attribute) {
    Column rank =
        struct(
            col(Members.ENROLLED_ON).isNotNull(),
            col(Mentions.RECORDED_AT),
            col(Links.ROLE),
            col(Links.RECORD_KEY));
    return max_by(col(attribute), when(col(attribute).isNotNull(), rank)).as(attribute);
  }

  private static Column earliestEnrolledNumber() {
    Column enrolment = struct(col(Members.ENROLLED_ON), col(Persons.LOYALTY_NUMBER));
    return min_by(
            col(Persons.LOYALTY_NUMBER), when(col(Members.ENROLLED_ON).isNotNull(), enrolment))
        .as(Persons.LOYALTY_NUMBER);
  }
}
