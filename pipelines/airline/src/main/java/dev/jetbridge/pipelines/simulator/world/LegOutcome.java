package dev.jetbridge.pipelines.simulator.world;

import dev.jetbridge.pipelines.simulator.world.Draws.Purpose;
import java.util.Optional;

/**
 * What became of a flight on a day.
 *
 * @param departureDelay minutes after the scheduled departure; negative when early
 * @param arrivalDelay minutes after the scheduled arrival; negative when early
 * @param cause of the cancellation or of the delay
 */
public record LegOutcome(
    boolean isCancelled, int departureDelay, int arrivalDelay, Optional<DelayCause> cause) {
  private static final double CANCELLED = 0.008;
  private static final double CANCELLED_IN_BAD_WEATHER = 0.2;
  private static final double DELAYED = 0.16;
  private static final double DELAYED_IN_BAD_WEATHER = 0.7;
  private static final double BAD_WEATHER = 0.01;
  private static final int MEAN_DELAY = 50;
  private static final int LEAST_DELAY = 15;
  private static final int MOST_DELAY = 360;

  /** Draws the outcome; the same for the same seed, flight and day, whoever asks. */
  public static LegOutcome of(long seed, Flight flight, long day) {
    if (Story.isItsFlight(flight, day)) {
      return new LegOutcome(false, 9, 4, Optional.empty());
    }
    Draws draws = Draws.of(seed, Purpose.LEG, flight.index(), day);
    boolean badAtDeparture = isBadWeather(seed, flight.from(), day);
    boolean bad = badAtDeparture || isBadWeather(seed, flight.to(), day);
    DelayCause weather = badAtDeparture ? DelayCause.DEPARTURE_WEATHER : DelayCause.ARRIVAL_WEATHER;
    if (draws.chance(bad ? CANCELLED_IN_BAD_WEATHER : CANCELLED)) {
      DelayCause cause = bad ? weather : draws.pickSkewed(DelayCause.CANCELLING);
      return new LegOutcome(true, 0, 0, Optional.of(cause));
    }
    int drift = draws.between(-12, 8);
    if (draws.chance(bad ? DELAYED_IN_BAD_WEATHER : DELAYED)) {
      int delay = LEAST_DELAY + (int) (MEAN_DELAY * draws.exponential());
      delay = Math.min(delay, MOST_DELAY);
      DelayCause cause = bad ? weather : draws.pickSkewed(DelayCause.ORDINARY);
      return new LegOutcome(false, delay, delay + drift, Optional.of(cause));
    }
    int early = draws.between(-4, LEAST_DELAY - 3);
    return new LegOutcome(false, early, early + drift, Optional.empty());
  }

  private static boolean isBadWeather(long seed, String airport, long day) {
    return Draws.of(seed, Purpose.WEATHER, airport.hashCode(), day).chance(BAD_WEATHER);
  }

  public long departure(Flight flight, long day) {
    return flight.departure(day) + departureDelay * UtcTime.MINUTE;
  }

  public long arrival(Flight flight, long day) {
    return flight.arrival(day) + arrivalDelay * UtcTime.MINUTE;
  }

  /** When flight operations tell of a cancellation: three hours ahead, on the day itself. */
  public static long cancelledAt(Flight flight, long day) {
    long noticed = flight.departure(day) - 3 * UtcTime.HOUR;
    return Math.max(noticed, day * UtcTime.DAY + 2 * UtcTime.HOUR);
  }
}
