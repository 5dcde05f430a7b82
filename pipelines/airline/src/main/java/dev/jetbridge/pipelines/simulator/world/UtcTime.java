package dev.jetbridge.pipelines.simulator.world;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Days are epoch days and instants epoch seconds, both UTC; sources write them as ISO 8601. */
public final class UtcTime {
  public static final long MINUTE = 60;
  public static final long HOUR = 60 * MINUTE;
  public static final long DAY = 24 * HOUR;

  private UtcTime() {}

  public static long dayOf(long seconds) {
    return Math.floorDiv(seconds, DAY);
  }

  public static String date(long day) {
    return LocalDate.ofEpochDay(day).toString();
  }

  /** Such as 2023-08-19T14:20:00Z, always with seconds. */
  public static String instant(long seconds) {
    LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    String text = time.toString();
    return text.length() == 16 ? text + ":00Z" : text + "Z";
  }

  /** Reads what {@link #instant} wrote. */
  public static long seconds(String instant) {
    long day =
        LocalDate.of(number(instant, 0, 4), number(instant, 5, 7), number(instant, 8, 10))
            .toEpochDay();
    long hours = number(instant, 11, 13);
    return day * DAY + hours * HOUR + number(instant, 14, 16) * MINUTE + number(instant, 17, 19);
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }
}
