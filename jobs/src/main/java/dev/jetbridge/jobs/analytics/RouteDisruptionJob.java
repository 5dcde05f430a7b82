package dev.jetbridge.jobs.analytics;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.percentile;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.contracts.columns.RouteDisruption;
import dev.jetbridge.jobs.Inputs;
import dev.jetbridge.jobs.Job;
import dev.jetbridge.jobs.Outputs;
import dev.jetbridge.jobs.RunContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * Makes analytics.route_disruption: one row a month, route and cause that had a flight scheduled to
 * depart up to the as-of instant.
 *
 * <p>Minutes late are whole minutes from the scheduled to the actual arrival, rounded down. A
 * flight that arrived is delayed when it is delayedFromMinutes late or more, else on time; one that
 * is cancelled or has not arrived by the as-of instant is neither. delay_minutes, the median and
 * the 90th percentile (interpolated) speak of the delayed flights only.
 *
 * @param delayedFromMinutes 15 is the airlines' usual definition of on time
 * @param longDelayFromMinutes 180 is where Regulation (EC) 261/2004 begins to owe compensation
 */
public record RouteDisruptionJob(int delayedFromMinutes, int longDelayFromMinutes) implements Job {
  private static final String CANCELLED_LEG = "cancelled";
  private static final String NONE = "none";
  private static final double MICROS_A_MINUTE = 60e6;

  private static final String IS_CANCELLED = "is_cancelled";
  private static final String MINUTES_LATE = "minutes_late";
  private static final String MINUTES_OF_DELAY = "minutes_of_delay";

  @Override
  public Outputs run(Inputs inputs, RunContext run) {
    return Outputs.of(
        inputs
            .table(FlightLegs.TABLE)
            .filter(col(FlightLegs.SCHEDULED_DEPARTURE_AT).leq(lit(run.asOf())))
            .transform(legs -> outcomes(legs, run))
            .transform(this::perMonthRouteAndCause));
  }

  private Dataset<Row> outcomes(Dataset<Row> legs, RunContext run) {
    Column cancelled = col(FlightLegs.STATUS).equalTo(CANCELLED_LEG);
    Column minutesLate =
        floor(
            unix_micros(col(FlightLegs.ACTUAL_ARRIVAL_AT))
                .minus(unix_micros(col(FlightLegs.SCHEDULED_ARRIVAL_AT)))
                .divide(MICROS_A_MINUTE));
    Column arrived = not(cancelled).and(col(FlightLegs.ACTUAL_ARRIVAL_AT).leq(lit(run.asOf())));
    return legs.select(
            Months.of(col(FlightLegs.DEPARTURE_DATE)).as(RouteDisruption.MONTH),
            col(FlightLegs.DEPARTURE_AIRPORT).as(RouteDisruption.DEPARTURE_AIRPORT),
            col(FlightLegs.ARRIVAL_AIRPORT).as(RouteDisruption.ARRIVAL_AIRPORT),
            coalesce(col(FlightLegs.DELAY_CAUSE_CODE), lit(NONE)).as(RouteDisruption.CAUSE_CODE),
            DelayCauseGroups.of(col(FlightLegs.DELAY_CAUSE_CODE), NONE)
                .as(RouteDisruption.CAUSE_GROUP),
            cancelled.as(IS_CANCELLED),
            when(arrived, minutesLate).as(MINUTES_LATE))
        .withColumn(
            MINUTES_OF_DELAY, when(col(MINUTES_LATE).geq(delayedFromMinutes), col(MINUTES_LATE)));
  }

  private Dataset<Row> perMonthRouteAndCause(Dataset<Row> outcomes) {
    return outcomes
        .groupBy(
            col(RouteDisruption.MONTH),
            col(RouteDisruption.DEPARTURE_AIRPORT),
            col(RouteDisruption.ARRIVAL_AIRPORT),
            col(RouteDisruption.CAUSE_CODE),
            col(RouteDisruption.CAUSE_GROUP))
        .agg(
            count(lit(1)).as(RouteDisruption.FLIGHTS),
            count(when(col(IS_CANCELLED), 1)).as(RouteDisruption.CANCELLED),
            count(col(MINUTES_LATE)).as(RouteDisruption.ARRIVED),
            count(when(col(MINUTES_LATE).lt(delayedFromMinutes), 1)).as(RouteDisruption.ON_TIME),
            count(col(MINUTES_OF_DELAY)).as(RouteDisruption.DELAYED),
            count(when(col(MINUTES_LATE).geq(longDelayFromMinutes), 1))
                .as(RouteDisruption.LONG_DELAYED),
            coalesce(sum(col(MINUTES_OF_DELAY)), lit(0L)).as(RouteDisruption.DELAY_MINUTES),
            percentileOfDelay(0.5).as(RouteDisruption.MEDIAN_DELAY_MINUTES),
            percentileOfDelay(0.9).as(RouteDisruption.P90_DELAY_MINUTES));
  }

  private static Column percentileOfDelay(double share) {
    return percentile(col(MINUTES_OF_DELAY), lit(share)).cast(DataTypes.createDecimalType(9, 1));
  }
}
