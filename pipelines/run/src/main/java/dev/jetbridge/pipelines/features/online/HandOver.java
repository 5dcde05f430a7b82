package dev.jetbridge.pipelines.features.online;

import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.pipelines.operations.OperationsTable;
import java.util.Optional;

/**
 * What became of the changes of an online store.
 *
 * @param sent records that the store was given
 * @param deleted records that it was told to delete, those not counted that others took the place
 *     of
 * @param refused records that the service refuses, of this time or an earlier one
 * @param left records that are still to be sent
 * @param failure why some are
 */
public record HandOver(
    long sent, long deleted, long refused, long left, Optional<JetbridgeException> failure) {
  /** The store has all that is published. */
  static final HandOver NOTHING = new HandOver(0, 0, 0, 0, Optional.empty());

  /** This store and another one. */
  HandOver and(HandOver other) {
    return new HandOver(
        sent + other.sent,
        deleted + other.deleted,
        refused + other.refused,
        left + other.left,
        failure.or(other::failure));
  }

  String words() {
    StringBuilder words =
        new StringBuilder()
            .append(sent)
            .append(" records sent, ")
            .append(deleted)
            .append(" deleted");
    if (refused > 0) {
      words
          .append(", ")
          .append(refused)
          .append(" refused by the service, with reasons in ")
          .append(OperationsTable.ONLINE_RECORDS.id());
    }
    if (left > 0) {
      words.append(", ").append(left).append(" left for the next run");
    }
    return words.toString();
  }
}
