package dev.jetbridge.jobs.features.training;

import java.time.Duration;
import java.util.Optional;

/**
 * Which records a label may have.
 *
 * @param greatestAge how old a value may be at its label; empty for any age
 * @param readableOnly whether a record counts only from its write_time on, as if the training set
 *     had been made at the instant of each label
 * @param strictlyAfter whether a label must be later than the event time of its record, compared to
 *     the millisecond; otherwise it may be of the same instant
 */
public record Eligibility(
    Optional<Duration> greatestAge, boolean readableOnly, boolean strictlyAfter) {
  /** Every record that describes an instant not after the label. */
  public static final Eligibility ANY = new Eligibility(Optional.empty(), false, false);
}
