package dev.jetbridge.jobs.analytics;

import static org.apache.spark.sql.functions.trunc;

import org.apache.spark.sql.Column;

/** Calendar months, each named by its first day, UTC. */
final class Months {
  private Months() {}

  /** The month of a date or instant. */
  static Column of(Column day) {
    return trunc(day, "month");
  }
}
