package dev.jetbridge.pipelines.operations;

import java.util.List;

/** The columns of operations.quarantine. */
public final class QuarantineColumns {
  public static final Field<String> FILE_HASH = FileColumns.FILE_HASH;
  public static final Field<Long> RECORD_NUMBER = Field.number("record_number");
  public static final Field<Long> BYTE_OFFSET = Field.number("byte_offset");
  public static final Field<String> COLUMN_NAME = Field.text("column_name");
  public static final Field<String> RULE = Field.text("rule");
  public static final Field<String> REASON = FileColumns.REASON;

  static final List<Field<?>> ALL =
      RunKey.and(FILE_HASH, RECORD_NUMBER, BYTE_OFFSET, COLUMN_NAME, RULE, REASON);

  private QuarantineColumns() {}
}
