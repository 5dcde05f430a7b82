package dev.jetbridge.contracts.draft;

/**
 * Whether the quotes of a CSV file open, close and are escaped in one way throughout, as ingestion
 * demands it. Counts the fields of each record on the way.
 */
final class QuoteScan {
  private final byte delimiter;
  private final byte quote;
  private final byte escape;
  private boolean quoted;
  private boolean closing;
  private boolean escaped;
  private boolean afterClose;
  private boolean fieldStart = true;
  private boolean sound = true;
  private boolean used;
  private int fields = 1;
  private boolean blank = true;
  private final java.util.function.IntConsumer onRecord;

  QuoteScan(char delimiter, char quote, char escape, java.util.function.IntConsumer onRecord) {
    this.delimiter = (byte) delimiter;
    this.quote = (byte) quote;
    this.escape = (byte) escape;
    this.onRecord = onRecord;
  }

  void accept(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      accept(bytes[i]);
    }
  }

  private void accept(byte b) {
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
      if (b == quote) {
        return;
      }
      quoted = false;
      afterClose = true;
    }
    if (b == '\n') {
      endRecord();
    } else if (b == delimiter) {
      fields++;
      blank = false;
      fieldStart = true;
      afterClose = false;
    } else if (b == quote && fieldStart) {
      quoted = true;
      used = true;
      blank = false;
      fieldStart = false;
    } else {
      sound &= !afterClose || b == '\r';
      blank &= b >= 0 && b <= ' ';
      fieldStart = false;
    }
  }

  private void endRecord() {
    if (!blank) {
      onRecord.accept(fields);
    }
    fields = 1;
    blank = true;
    fieldStart = true;
    afterClose = false;
  }

  /** At the end of the file. */
  void finish() {
    sound &= !quoted || closing;
    endRecord();
  }

  /** No text after a closing quote, and none left open. */
  boolean sound() {
    return sound;
  }

  /** Whether any field was quoted. */
  boolean used() {
    return used;
  }
}
