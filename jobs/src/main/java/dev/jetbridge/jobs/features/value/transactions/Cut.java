package dev.jetbridge.jobs.features.value.transactions;

import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import java.time.LocalDate;
import org.apache.spark.sql.Column;

/**
 * A day until whose end purchases are known, and the last day of those that are still to come, as
 * days since 1970-01-01.
 */
public record Cut(int day, int end) {
  /** From dates. */
  public static Cut of(LocalDate day, LocalDate end) {
    return new Cut((int) day.toEpochDay(), (int) end.toEpochDay());
  }

  /** The days to come. */
  public int horizonDays() {
    return end - day;
  }

  /** Purchases of {@link PurchaseArrays} that are known. */
  Column known(Column purchases) {
    return filter(purchases, p -> PurchaseArrays.day(p).leq(day));
  }

  /** Those to come. */
  Column later(Column purchases) {
    return filter(
        purchases, p -> PurchaseArrays.day(p).gt(day).and(PurchaseArrays.day(p).leq(end)));
  }

  /** T: days from the first of the known ones, of which there must be one. */
  Column observedDays(Column known) {
    return lit(day).minus(first(known));
  }

  /** t_x: days from the first of the known ones to the last. */
  static Column lastDays(Column known) {
    return PurchaseArrays.day(element_at(known, -1)).minus(first(known));
  }

  /** x. */
  static Column repeats(Column known) {
    return size(known).minus(1);
  }

  /** Repeat purchases in the last third of T. */
  Column recent(Column known) {
    Column start = first(known).multiply(3).plus(observedDays(known).multiply(2));
    return size(
        filter(
            known,
            p ->
                PurchaseArrays.day(p)
                    .multiply(3)
                    .gt(start)
                    .and(PurchaseArrays.day(p).gt(first(known)))));
  }

  private static Column first(Column known) {
    return PurchaseArrays.day(element_at(known, 1));
  }
}
