package dev.jetbridge.pipelines.simulator.world;

/**
 * A flight that leaves every day.
 *
 * @param index its place in the schedule
 * @param minute scheduled departure, minutes after midnight UTC
 * @param minutes from scheduled departure to scheduled arrival
 */
public record Flight(
    int index, String number, String from, String to, int minute, int minutes, int kilometres) {
  public long departure(long day) {
    return day * UtcTime.DAY + minute * UtcTime.MINUTE;
  }

  public long arrival(long day) {
    return departure(day) + minutes * UtcTime.MINUTE;
  }

  /** The first day on which it leaves at that instant or later. */
  long firstDayFrom(long instant) {
    long day = UtcTime.dayOf(instant);
    return departure(day) >= instant ? day : day + 1;
  }
}
