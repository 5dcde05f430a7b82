package dev.jetbridge.jobs.features.store;

import java.util.List;

/**
 * What is remembered of the records of an online store: one row a record identifier that the store
 * has, may have or refused.
 */
public final class OnlineRecords {
  public static final String RECORD_IDENTIFIER = "record_identifier";

  /** The latest that the record in the store may have, ISO 8601; null when there is none. */
  public static final String EVENT_TIME = "event_time";

  /** What the record says; null when there is none, and when nobody knows. */
  public static final String DIGEST = "digest";

  /** When the record leaves the store by itself; null for never. */
  public static final String EXPIRES_AT = "expires_at";

  public static final String STATUS = "status";

  /** Words of the status: the store has the record as it was sent. */
  public static final String SENT = "sent";

  /** The service refused the latest call; the store is as it was before. */
  public static final String REFUSED = "refused";

  /** It is being put; the store has an earlier record, none, or this one. */
  public static final String PUTTING = "putting";

  /** It is being deleted and put anew; the store has what it had, none, or the new one. */
  public static final String REPLACING = "replacing";

  /** It is being deleted; the store has what it had, or none. */
  public static final String DELETING = "deleting";

  /** When nobody knows whether the store has what was sent last. */
  public static final List<String> UNSURE = List.of(PUTTING, REPLACING, DELETING);

  private OnlineRecords() {}
}
