package dev.jetbridge.pipelines.operations;

import java.time.Instant;
import java.util.List;

/**
 * The columns of operations.online_records. The snapshot and the run are those of the publication
 * that was handed over.
 */
public final class OnlineRecordColumns {
  public static final Field<String> FEATURE_GROUP = Field.text("feature_group");

  /** A pseudonym: no column that identifies a person has a port. */
  public static final Field<String> RECORD_IDENTIFIER = Field.text("record_identifier");

  /** The latest that the record in the store may have, ISO 8601; null when there is none. */
  public static final Field<String> EVENT_TIME = Field.text("event_time");

  /** SHA-256 of what the record says; null when there is none, and when nobody knows. */
  public static final Field<String> DIGEST = Field.text("digest");

  /** When the record leaves the store by itself; null for never. */
  public static final Field<Instant> EXPIRES_AT = Field.instant("expires_at");

  public static final Field<String> STATUS = Field.text("status");

  /** Why it was refused, without a value. */
  public static final Field<String> REASON = Field.text("reason");

  /** When it was sent, refused, or about to be sent. */
  public static final Field<Instant> NOTED_AT = Field.instant("noted_at");

  static final List<Field<?>> ALL =
      RunKey.and(
          FEATURE_GROUP,
          RECORD_IDENTIFIER,
          EVENT_TIME,
          DIGEST,
          EXPIRES_AT,
          STATUS,
          REASON,
          NOTED_AT);

  private OnlineRecordColumns() {}
}
