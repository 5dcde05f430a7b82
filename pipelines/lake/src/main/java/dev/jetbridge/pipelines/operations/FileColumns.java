package dev.jetbridge.pipelines.operations;

import java.util.List;

/** The columns of operations.files. */
public final class FileColumns {
  public static final Field<String> FILE_HASH = Field.text("file_hash");
  public static final Field<String> FILE_NAME = Field.text("file_name");
  public static final Field<String> SENDER = Field.text("sender");
  public static final Field<Long> BYTES = Field.number("bytes");
  public static final Field<FileStatus> STATUS = Field.word("status", FileStatus.class);
  public static final Field<String> REASON = Field.text("reason");
  public static final Field<String> PLACE = Field.text("place");
  public static final Field<String> CONTENT_HASH = Field.text("content_hash");
  public static final Field<String> SENT = Field.text("sent");
  public static final Field<String> DELIVERED = Field.text("delivered");

  static final List<Field<?>> ALL =
      RunKey.and(
          FILE_HASH,
          FILE_NAME,
          SENDER,
          BYTES,
          STATUS,
          REASON,
          PLACE,
          RecordCounts.RECORDS,
          RecordCounts.LOADED,
          RecordCounts.SUPERSEDED,
          RecordCounts.DUPLICATES,
          RecordCounts.QUARANTINED,
          CONTENT_HASH,
          SENT,
          RecordCounts.SUPPRESSED,
          DELIVERED);

  private FileColumns() {}
}
