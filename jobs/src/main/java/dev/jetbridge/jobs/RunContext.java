package dev.jetbridge.jobs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a run lends to a job.
 *
 * @param asOf the only clock, UTC: nothing after it counts
 * @param pseudonymKey secret that goes into tokens, so that they cannot be guessed from a ticket or
 *     loyalty number
 * @param checkpoint cuts the lineage of an iterative step: same rows, computed once
 */
public record RunContext(
    Instant asOf, Secret pseudonymKey, UnaryOperator<Dataset<Row>> checkpoint) {
  public RunContext {
    Objects.requireNonNull(asOf, "asOf");
    Objects.requireNonNull(pseudonymKey, "pseudonymKey");
    Objects.requireNonNull(checkpoint, "checkpoint");
  }

  /** The UTC day of the as-of instant. */
  public LocalDate asOfDate() {
    return asOf.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
