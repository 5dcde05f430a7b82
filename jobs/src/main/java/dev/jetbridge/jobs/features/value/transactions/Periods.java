package dev.jetbridge.jobs.features.value.transactions;

import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.ceil;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.months_between;
import static org.apache.spark.sql.functions.struct;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Days as periods, for models in which a customer buys once a period or not: period 0 is the last
 * one until the calibration end, 1 the next. Periods of months and years follow the calendar.
 *
 * @param unitDays 1, 7, or 30 and 365 for a month and a year
 */
record Periods(LocalDate calibrationEnd, int unitDays) {
  private static final int MONTH = 30;
  private static final int YEAR = 365;
  private static final int MONTHS_A_YEAR = 12;

  /** Whole periods within so many days after the calibration end. */
  int within(int days) {
    LocalDate end = calibrationEnd.plusDays(days);
    return (int)
        switch (unitDays) {
          case MONTH -> ChronoUnit.MONTHS.between(calibrationEnd, end);
          case YEAR -> ChronoUnit.YEARS.between(calibrationEnd, end);
          default -> days / unitDays;
        };
  }

  /** The last day of a period. */
  LocalDate lastDay(int period) {
    return switch (unitDays) {
      case MONTH -> calibrationEnd.plusMonths(period);
      case YEAR -> calibrationEnd.plusYears(period);
      default -> calibrationEnd.plusDays((long) period * unitDays);
    };
  }

  /** Rows of {@link PurchaseArrays} whose days are periods; purchases of a period are one. */
  Dataset<Row> transform(Dataset<Row> customers) {
    Column purchases = col(PurchaseArrays.PURCHASES);
    Column periods =
        array_distinct(
            org.apache.spark.sql.functions.transform(
                purchases, p -> period(PurchaseArrays.day(p))));
    return customers.withColumn(
        PurchaseArrays.PURCHASES,
        org.apache.spark.sql.functions.transform(
            periods,
            period ->
                struct(
                    period.as(PurchaseArrays.DAY),
                    aggregate(
                            filter(purchases, p -> period(PurchaseArrays.day(p)).equalTo(period)),
                            lit(0.0),
                            (sum, p) -> sum.plus(PurchaseArrays.amount(p)))
                        .as(PurchaseArrays.AMOUNT))));
  }

  private Column period(Column day) {
    Column since = day.minus(lit((int) calibrationEnd.toEpochDay()));
    if (unitDays != MONTH && unitDays != YEAR) {
      return ceil(since.divide(unitDays)).cast("int");
    }
    Column date = date_add(lit(LocalDate.EPOCH), day);
    int months = unitDays == MONTH ? 1 : MONTHS_A_YEAR;
    return ceil(months_between(date, lit(calibrationEnd)).divide(months)).cast("int");
  }
}
