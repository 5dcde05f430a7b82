package dev.jetbridge.pipelines.simulator.world;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Which file a day's records are in. Before the cut-over a source sends one file a month, from then
 * on one a day; a file is delivered at the end of its last day. Periods are numbered from the first
 * day on, whatever the last day is.
 */
public final class DeliveryCalendar implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The first day of daily files, the first of the month of the sample's default last day. */
  public static final LocalDate CUT_OVER = LocalDate.of(2023, 8, 1);

  private static final int DAYS_UNTIL_SETTLED = 40;
  private static final int DAYS_UNTIL_CORRECTED = 6;
  private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuuMM");
  private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

  private final LocalDate firstDay;
  private final LocalDate firstDaily;
  private final int months;
  private final long deliveredFrom;
  private final long deliveredTo;

  /** Delivers the periods that end after the one day and not after the last day of the plan. */
  public DeliveryCalendar(SimulationPlan plan, Optional<LocalDate> deliveredThrough) {
    firstDay = plan.firstDay();
    firstDaily = firstDay.isBefore(CUT_OVER) ? CUT_OVER : firstDay;
    months = monthsTo(firstDaily);
    deliveredFrom = deliveredThrough.map(LocalDate::toEpochDay).orElse(Long.MIN_VALUE) + 1;
    deliveredTo = plan.lastDay().toEpochDay();
  }

  private int monthsTo(LocalDate day) {
    return (int) ChronoUnit.MONTHS.between(firstDay.withDayOfMonth(1), day.withDayOfMonth(1));
  }

  /** The day on which the provider of reference data corrects itself, with daily files. */
  public long correctionDay() {
    return firstDaily.plusDays(DAYS_UNTIL_CORRECTED).toEpochDay();
  }

  public int periodOf(long day) {
    long sinceDaily = day - firstDaily.toEpochDay();
    return sinceDaily >= 0 ? months + (int) sinceDaily : monthsTo(LocalDate.ofEpochDay(day));
  }

  public boolean isDaily(int period) {
    return period >= months;
  }

  public LocalDate lastDayOf(int period) {
    return isDaily(period)
        ? firstDaily.plusDays(period - months)
        : YearMonth.from(firstDay).plusMonths(period).atEndOfMonth();
  }

  public LocalDate firstDayOf(int period) {
    if (isDaily(period)) {
      return lastDayOf(period);
    }
    LocalDate monthStart = lastDayOf(period).withDayOfMonth(1);
    return monthStart.isBefore(firstDay) ? firstDay : monthStart;
  }

  /** The part of file names that tells the period, such as 202303 or 20230819. */
  public String label(int period) {
    return lastDayOf(period).format(isDaily(period) ? DAY : MONTH);
  }

  /**
   * Whether whatever is told of that day, at once or late, was delivered before. Late records come
   * within three days of the end of a month at most.
   */
  boolean isSettled(long day) {
    return day + DAYS_UNTIL_SETTLED < deliveredFrom;
  }

  /** Whether the file of that period is written in this delivery. */
  public boolean delivers(int period) {
    long end = lastDayOf(period).toEpochDay();
    return end >= deliveredFrom && end <= deliveredTo;
  }
}
