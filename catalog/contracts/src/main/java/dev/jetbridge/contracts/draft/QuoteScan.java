package dev.jetbridge.contracts.draft;

/**
 * How many quoted fields of a CSV file close as ingestion demands it, and how many break. Counts
 * the fields of each record on the way.
 */
final class QuoteScan {
  /** What may stand before the first field of a file in UTF-8. */
  static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final byte delimiter;
  private final byte quote;
  private final byte escape;
  private boolean quoted;
  private boolean closing;
  private boolean escaped;
  private boolean afterClose;
  private boolean fieldStart = true;
  private long whole;
  private long broken;
  private long records;
  private int fields = 1;
  private int marked;
  private boolean blank = true;
  private long line = 1;
  private long recordLine = 1;
  private final RecordEnd onRecord;

  QuoteScan(char delimiter, char quote, char escape, RecordEnd onRecord) {
    this.delimiter = (byte) delimiter;
    this.quote = (byte) quote;
    this.escape = (byte) escape;
    this.onRecord = onRecord;
  }

  /** Told of each record that is not blank. */
  @FunctionalInterface
  interface RecordEnd {
    void accept(int fields, long line);
  }

  void accept(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      accept(bytes[i]);
    }
  }

  private void accept(byte b) {
    if (isMark(b)) {
      return;
    }
    line += b == '\n' ? 1 : 0;
    if (quoted && !closing) {
      blank = false;
      if (escaped) {
        escaped = false;
      } else if (escape != quote && b == escape) {
        escaped = true;
      } else if (b == quote) {
        closing = true;
      }
      return;
    }
    if (closing) {
      closing = false;
      if (b == quote && escape == quote) {
        return;
      }
      quoted = false;
      afterClose = true;
    }
    if (b == '\n') {
      endRecord();
    } else if (b == delimiter) {
      whole += afterClose ? 1 : 0;
      fields++;
      blank = false;
      fieldStart = true;
      afterClose = false;
    } else if (b == quote && fieldStart) {
      quoted = true;
      blank = false;
      fieldStart = false;
    } else {
      if (afterClose && b != '\r') {
        broken++;
        afterClose = false;
      }
      blank &= b == ' ' || b == '\r';
      fieldStart = false;
    }
  }

  private boolean isMark(byte b) {
    if (marked == MARK.length) {
      return false;
    }
    boolean mark = b == MARK[marked];
    marked = mark ? marked + 1 : MARK.length;
    return mark;
  }

  private void endRecord() {
    whole += afterClose ? 1 : 0;
    if (!blank) {
      records++;
      onRecord.accept(fields, recordLine);
    }
    recordLine = line;
    fields = 1;
    blank = true;
    fieldStart = true;
    afterClose = false;
  }

  /** At the end of the file. */
  void finish() {
    afterClose |= closing;
    broken += quoted && !closing ? 1 : 0;
    endRecord();
  }

  /** No text after a closing quote, and none left open. */
  boolean sound() {
    return broken == 0;
  }

  /** Whether any field was quoted. */
  boolean used() {
    return whole + broken > 0;
  }

  /** Fields in which a quote closes before the field ends, or never. */
  long broken() {
    return broken;
  }

  /**
   * Whether the character quotes fields at all: a few broken ones beside others that close are
   * faults of their records; where most break, it is a part of the values.
   */
  boolean quotes() {
    return broken <= whole || broken * 10 < records;
  }
}
