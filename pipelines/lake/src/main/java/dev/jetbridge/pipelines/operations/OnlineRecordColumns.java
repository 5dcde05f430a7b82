package dev.jetbridge.pipelines.operations;

import dev.jetbridge.jobs.features.store.OnlineRecords;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of operations.online_records, see {@link OnlineRecords}. Snapshot and run are those
 * of the publication by which the row came about.
 */
public final class OnlineRecordColumns {
  public static final Field<String> FEATURE_GROUP = Field.text("feature_group");

  /** A pseudonym: no product with a column that identifies a person has this port. */
  public static final Field<String> RECORD_IDENTIFIER = Field.text(OnlineRecords.RECORD_IDENTIFIER);

  public static final Field<String> EVENT_TIME = Field.text(OnlineRecords.EVENT_TIME);
  public static final Field<String> DIGEST = Field.text(OnlineRecords.DIGEST);
  public static final Field<Instant> EXPIRES_AT = Field.instant(OnlineRecords.EXPIRES_AT);
  public static final Field<String> STATUS = Field.text(OnlineRecords.STATUS);

  /** Why it was refused, without a value. */
  public static final Field<String> REASON = Field.text("reason");

  /** When it was sent, refused, or about to be sent. */
  public static final Field<Instant> NOTED_AT = Field.instant("noted_at");

  private static final List<Field<?>> OWN =
      List.of(
          FEATURE_GROUP,
          RECORD_IDENTIFIER,
          EVENT_TIME,
          DIGEST,
          EXPIRES_AT,
          STATUS,
          REASON,
          NOTED_AT);

  static final List<Field<?>> ALL = RunKey.and(OWN.toArray(Field<?>[]::new));

  private OnlineRecordColumns() {}

  /** The columns besides those of the run. */
  public static StructType withoutRun() {
    return new StructType(OWN.stream().map(Field::field).toArray(StructField[]::new));
  }
}
