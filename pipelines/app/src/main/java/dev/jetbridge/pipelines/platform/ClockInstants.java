package dev.jetbridge.pipelines.platform;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instants of a schedule expression cron(minute hour day-of-month month day-of-week year), UTC.
 * Source: AWS Glue developer guide, "Time-based schedules for jobs and crawlers". L, W and # are
 * refused.
 */
public final class ClockInstants {
  private static final Pattern CRON =
      Pattern.compile("cron\\((\\S+) (\\S+) (\\S+) (\\S+) (\\S+) (\\S+)\\)");
  private static final Pattern PART = Pattern.compile("(\\*|\\?|(\\d+)(?:-(\\d+))?)(?:/(\\d+))?");
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  /** A schedule that has had no instant for longer is a mistake. */
  private static final int LONGEST_DAYS = 5 * 366;

  private final String text;
  private final NavigableSet<LocalTime> times = new TreeSet<>();
  private final BitSet daysOfMonth;
  private final BitSet months;
  private final BitSet daysOfWeek;
  private final BitSet years;

  private ClockInstants(String text, Matcher fields) {
    this.text = text;
    BitSet minutes = field(fields.group(1), 0, 59, List.of());
    BitSet hours = field(fields.group(2), 0, 23, List.of());
    hours.stream().forEach(h -> minutes.stream().forEach(m -> times.add(LocalTime.of(h, m))));
    this.daysOfMonth = field(fields.group(3), 1, 31, List.of());
    this.months = field(fields.group(4), 1, 12, MONTHS);
    this.daysOfWeek = field(fields.group(5), 1, 7, DAYS);
    this.years = field(fields.group(6), 1970, 2199, List.of());
  }

  /**
   * Reads an expression.
   *
   * @throws JetbridgeException CONFIG when it is none, or has L, W or #
   */
  public static ClockInstants of(String cron) {
    Matcher fields = CRON.matcher(cron);
    if (!fields.matches()) {
      throw unreadable(cron);
    }
    return new ClockInstants(cron, fields);
  }

  /** The last instant at or before this one. */
  public Instant lastAt(Instant instant) {
    LocalDate day = instant.atZone(ZoneOffset.UTC).toLocalDate();
    LocalTime now = instant.atZone(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.MINUTES);
    for (int back = 0; back < LONGEST_DAYS; back++) {
      LocalDate date = day.minusDays(back);
      LocalTime time = back == 0 ? times.floor(now) : times.last();
      if (time != null && isOn(date)) {
        return date.atTime(time).toInstant(ZoneOffset.UTC);
      }
    }
    throw new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot tell when " + text + " was last before " + instant + "; check schedule.cron");
  }

  private boolean isOn(LocalDate date) {
    // 1 is Sunday.
    int dayOfWeek = date.getDayOfWeek().getValue() % 7 + 1;
    return daysOfMonth.get(date.getDayOfMonth())
        && months.get(date.getMonthValue())
        && daysOfWeek.get(dayOfWeek)
        && years.get(date.getYear());
  }

  private BitSet field(String field, int least, int most, List<String> names) {
    BitSet values = new BitSet();
    String numbers = field.toUpperCase(Locale.ROOT);
    for (int i = 0; i < names.size(); i++) {
      numbers = numbers.replace(names.get(i), Integer.toString(i + 1));
    }
    for (String part : numbers.split(",", -1)) {
      Matcher matcher = PART.matcher(part);
      if (!matcher.matches()) {
        throw unreadable(text);
      }
      boolean any = matcher.group(2) == null;
      int from = any ? least : Integer.parseInt(matcher.group(2));
      int step = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
      int to = any || matcher.group(4) != null ? most : from;
      if (matcher.group(3) != null) {
        to = Integer.parseInt(matcher.group(3));
      }
      if (from < least || to > most || from > to || step < 1) {
        throw unreadable(text);
      }
      for (int value = from; value <= to; value += step) {
        values.set(value);
      }
    }
    return values;
  }

  private static JetbridgeException unreadable(String cron) {
    return new JetbridgeException(
        FailureKind.CONFIG,
        "Cannot tell the instants of "
            + cron
            + ": the workflows of several domains speak of the same instant, so it must be of the"
            + " form cron(0 3 * * ? *), without L, W and #; change schedule.cron");
  }
}
