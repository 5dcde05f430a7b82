package dev.jetbridge.pipelines.channel.dataexchange;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dataexchange.model.GetRevisionResponse;
import software.amazon.awssdk.services.dataexchange.model.RevisionEntry;

/**
 * A revision of a data set.
 *
 * @param withdrawn why its sender withdrew it; empty when it did not
 */
record Revision(
    String dataSet, String id, Instant createdAt, boolean isFinal, Optional<String> withdrawn) {
  static Revision of(RevisionEntry entry) {
    return new Revision(
        entry.dataSetId(),
        entry.id(),
        entry.createdAt(),
        Boolean.TRUE.equals(entry.finalized()),
        withdrawn(entry.revoked(), entry.revocationComment()));
  }

  static Revision of(GetRevisionResponse answer) {
    return new Revision(
        answer.dataSetId(),
        answer.id(),
        answer.createdAt(),
        Boolean.TRUE.equals(answer.finalized()),
        withdrawn(answer.revoked(), answer.revocationComment()));
  }

  private static Optional<String> withdrawn(Boolean revoked, String comment) {
    return Boolean.TRUE.equals(revoked)
        ? Optional.of(comment == null ? "no reason given" : comment)
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "revision " + id + " of data set " + dataSet;
  }
}
