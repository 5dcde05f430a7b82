package dev.jetbridge.jobs.customer360;

import static org.apache.spark.sql.functions.col;

import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.contracts.columns.Interactions;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.RunContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The timeline. One row an event of a person, up to the as-of instant: {@link BookingEvents},
 * {@link FlightEvents} and {@link RecordEvents}. interaction_id is the token of the kind of event
 * and its natural key, so an event keeps it from run to run. Columns that an event does not have
 * are null; the description holds no identifier.
 *
 * @param delayedFromMinutes a flight that arrives so many minutes late or more is delayed
 */
public record InteractionsJob(int delayedFromMinutes) implements Job {
  @Override
  public Outputs run(Inputs inputs, RunContext run) {
    Dataset<Row> shares = new CouponShares(inputs, run).all();
    Dataset<Row> flights =
        new FlightEvents(delayedFromMinutes, run).transform(shares, inputs.table(FlightLegs.TABLE));
    return Outputs.of(
        flights
            .unionByName(new BookingEvents(run).transform(shares), true)
            .unionByName(new RecordEvents(inputs, run).all(), true)
            .select(
                col(Interactions.INTERACTION_ID),
                col(Interactions.PERSON_ID),
                col(Interactions.OCCURRED_AT),
                col(Interactions.INTERACTION_TYPE),
                col(Interactions.SOURCE),
                col(Interactions.FLIGHT_NUMBER),
                col(Interactions.DEPARTURE_DATE),
                col(Interactions.DELAY_MINUTES),
                col(Interactions.MILES),
                col(Interactions.DESCRIPTION)));
  }
}
