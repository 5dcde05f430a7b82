package dev.jetbridge.pipelines.report;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How current a product is.
 *
 * @param publishedAsOf the as-of instant of the last publication
 * @param newest the newest value of the order column; only for sources ordered by time
 * @param promised the latency that the contract promises
 */
record Freshness(
    Optional<Instant> publishedAsOf, Optional<Instant> newest, Optional<Duration> promised) {

  /** How far the data lie behind the instant, never below zero; empty when nobody knows. */
  Optional<Duration> behind(Instant asOf) {
    return newest
        .or(() -> publishedAsOf)
        .map(known -> Duration.between(known, asOf))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }

  /** Whether the promise is kept at the instant; empty without promise or data. */
  Optional<Boolean> kept(Instant asOf) {
    return promised.flatMap(limit -> behind(asOf).map(age -> age.compareTo(limit) <= 0));
  }
}
