package dev.jetbridge.jobs.identity;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.Links;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.RunContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The deterministic resolver. One row a source, role and record_key: its person, the connected
 * component of the evidence it offers, or the reason why there is none. Both kinds of evidence on
 * one mention connect, so a member who changes address or surname stays one person, and two numbers
 * with the same e-mail, name and birth date are one. match_rule names the strongest evidence the
 * mention itself offers.
 *
 * @param sharedEmailPersons an e-mail that more persons use is an agency's, and no evidence
 */
public record LinksJob(int sharedEmailPersons) implements Job {
  private static final String LOYALTY_NUMBER = "loyalty-number";
  private static final String EMAIL_NAME_BIRTH_DATE = "email-name-birth-date";
  private static final String NONE = "none";
  private static final String MISSING_EVIDENCE = "missing-evidence";
  private static final String SHARED_EMAIL = "shared-email";

  @Override
  public Outputs run(Inputs inputs, RunContext run) {
    Dataset<Row> evidence = new Evidence(sharedEmailPersons, run).of(new Mentions(inputs, run));
    Dataset<Row> components =
        new Clustering(run.checkpoint())
            .components(pairs(evidence), Evidence.LOYALTY_KEY, Evidence.CONTACT_KEY);
    Dataset<Row> clustered = clustered(evidence, components);
    return Outputs.of(
        new PersonIds(run).assign(clustered, inputs.previous()).select(linkColumns()));
  }

  private static Dataset<Row> pairs(Dataset<Row> evidence) {
    return evidence
        .filter(col(Evidence.LOYALTY_KEY).isNotNull().and(col(Evidence.CONTACT_KEY).isNotNull()))
        .select(col(Evidence.LOYALTY_KEY), col(Evidence.CONTACT_KEY));
  }

  private static Dataset<Row> clustered(Dataset<Row> evidence, Dataset<Row> components) {
    Column key = coalesce(col(Evidence.LOYALTY_KEY), col(Evidence.CONTACT_KEY));
    // The record key of a mention without evidence matches no key: nulls would all meet in one
    // task.
    Column joined = coalesce(key, col(Links.RECORD_KEY));
    return evidence
        .join(components, joined.equalTo(col(Clustering.KEY)), "left")
        .withColumn(PersonIds.COMPONENT, coalesce(col(Clustering.ROOT), key))
        .drop(Clustering.KEY, Clustering.ROOT);
  }

  private static Column[] linkColumns() {
    Column rule =
        when(col(Evidence.LOYALTY_KEY).isNotNull(), LOYALTY_NUMBER)
            .when(col(Evidence.CONTACT_KEY).isNotNull(), EMAIL_NAME_BIRTH_DATE)
            .otherwise(NONE);
    Column reason =
        when(rule.equalTo(NONE).and(col(Evidence.SHARED_EMAIL)), SHARED_EMAIL)
            .when(rule.equalTo(NONE), MISSING_EVIDENCE);
    return new Column[] {
      col(Links.SOURCE),
      col(Links.ROLE),
      col(Links.RECORD_KEY),
      col(Links.PERSON_ID),
      rule.as(Links.MATCH_RULE),
      reason.as(Links.UNIDENTIFIED_REASON)
    };
  }
}
