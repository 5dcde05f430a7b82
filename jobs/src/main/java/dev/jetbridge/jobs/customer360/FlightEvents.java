package dev.jetbridge.jobs.customer360;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.negate;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import dev.jetbridge.contracts.columns.Bookings;
import dev.jetbridge.contracts.columns.FlightLegs;
import dev.jetbridge.contracts.columns.Interactions;
import dev.jetbridge.contracts.columns.Purchases;
import dev.jetbridge.jobs.RunContext;
import dev.jetbridge.jobs.Token;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/**
 * What became of the flights a person was booked on. One row a confirmed coupon of its traveller
 * whose leg has departed or was cancelled by the as-of instant:
 *
 * <ul>
 *   <li>flight, at the actual departure (the scheduled one while that is unknown); flight-delayed
 *       when it arrived delayedFromMinutes late or more.
 *   <li>flight-cancelled, at the scheduled departure.
 * </ul>
 *
 * <p>delay_minutes: whole minutes from the scheduled to the actual arrival, rounded down, negative
 * when early; null when cancelled and as long as the arrival is unknown at the as-of instant. The
 * natural key is ticket and coupon.
 */
record FlightEvents(int delayedFromMinutes, RunContext run) {
  private static final String FLOWN = "flight";
  private static final String DELAYED = "flight-delayed";
  private static final String CANCELLED = "flight-cancelled";

  private static final String CONFIRMED_COUPON = "confirmed";
  private static final String SCHEDULED_LEG = "scheduled";
  private static final String CANCELLED_LEG = "cancelled";
  private static final double MICROS_A_MINUTE = 60e6;

  Dataset<Row> transform(Dataset<Row> shares, Dataset<Row> flightLegs) {
    Dataset<Row> travellers =
        shares
            .filter(col(Purchases.IS_TRAVELLER))
            .filter(col(Bookings.STATUS).equalTo(CONFIRMED_COUPON))
            .select(
                col(Interactions.PERSON_ID),
                col(Bookings.TICKET_NUMBER),
                col(Bookings.COUPON_NUMBER),
                col(Bookings.FLIGHT_NUMBER),
                col(Bookings.DEPARTURE_DATE),
                col(Bookings.DEPARTURE_AIRPORT),
                col(Bookings.ARRIVAL_AIRPORT),
                col(Bookings.CABIN));
    String[] leg = {Bookings.FLIGHT_NUMBER, Bookings.DEPARTURE_DATE, Bookings.DEPARTURE_AIRPORT};
    return travellers.join(outcomes(flightLegs), leg).select(event());
  }

  /** One row a leg that has departed or was cancelled by the as-of instant. */
  private Dataset<Row> outcomes(Dataset<Row> flightLegs) {
    Column cancelled = col(FlightLegs.STATUS).equalTo(CANCELLED_LEG);
    Column departedAt =
        coalesce(col(FlightLegs.ACTUAL_DEPARTURE_AT), col(FlightLegs.SCHEDULED_DEPARTURE_AT));
    Column arrivedAt =
        when(col(FlightLegs.ACTUAL_ARRIVAL_AT).leq(asOf()), col(FlightLegs.ACTUAL_ARRIVAL_AT));
    Column delay =
        floor(
            unix_micros(arrivedAt)
                .minus(unix_micros(col(FlightLegs.SCHEDULED_ARRIVAL_AT)))
                .divide(MICROS_A_MINUTE));
    return flightLegs
        .filter(col(FlightLegs.STATUS).notEqual(SCHEDULED_LEG))
        .filter(col(FlightLegs.SCHEDULED_DEPARTURE_AT).leq(asOf()))
        .select(
            col(FlightLegs.FLIGHT_NUMBER),
            col(FlightLegs.DEPARTURE_DATE),
            col(FlightLegs.DEPARTURE_AIRPORT),
            when(cancelled, col(FlightLegs.SCHEDULED_DEPARTURE_AT))
                .otherwise(departedAt)
                .as(Interactions.OCCURRED_AT),
            when(not(cancelled), delay.cast(DataTypes.IntegerType)).as(Interactions.DELAY_MINUTES),
            cancelled.as(CANCELLED))
        .filter(col(Interactions.OCCURRED_AT).leq(asOf()))
        .withColumn(Interactions.INTERACTION_TYPE, type())
        .drop(CANCELLED);
  }

  private Column type() {
    return when(col(CANCELLED), CANCELLED)
        .when(col(Interactions.DELAY_MINUTES).geq(delayedFromMinutes), DELAYED)
        .otherwise(FLOWN);
  }

  private Column[] event() {
    return new Column[] {
      // The outcome may change from run to run, the event stays one.
      Token.of(run, "I", lit(FLOWN), col(Bookings.TICKET_NUMBER), col(Bookings.COUPON_NUMBER))
          .as(Interactions.INTERACTION_ID),
      col(Interactions.PERSON_ID),
      col(Interactions.OCCURRED_AT),
      col(Interactions.INTERACTION_TYPE),
      lit(FlightLegs.TABLE.toString()).as(Interactions.SOURCE),
      col(Bookings.FLIGHT_NUMBER).as(Interactions.FLIGHT_NUMBER),
      col(Bookings.DEPARTURE_DATE).as(Interactions.DEPARTURE_DATE),
      col(Interactions.DELAY_MINUTES),
      description().as(Interactions.DESCRIPTION)
    };
  }

  private static Column description() {
    Column cancelled = col(Interactions.INTERACTION_TYPE).equalTo(CANCELLED);
    return concat(
        when(cancelled, "Cancelled flight ").otherwise("Flew "),
        col(Bookings.FLIGHT_NUMBER),
        lit(" "),
        col(Bookings.DEPARTURE_AIRPORT),
        lit("–"),
        col(Bookings.ARRIVAL_AIRPORT),
        lit(" in "),
        Words.cabin(col(Bookings.CABIN)),
        when(cancelled, "").otherwise(punctuality()));
  }

  private static Column punctuality() {
    Column delay = col(Interactions.DELAY_MINUTES);
    return when(delay.isNull(), ", arrival not known yet")
        .when(delay.equalTo(0), ", on time")
        .when(delay.gt(0), concat(lit(", "), Words.counted(delay, "minute"), lit(" late")))
        .otherwise(concat(lit(", "), Words.counted(negate(delay), "minute"), lit(" early")));
  }

  private Column asOf() {
    return lit(run.asOf());
  }
}
