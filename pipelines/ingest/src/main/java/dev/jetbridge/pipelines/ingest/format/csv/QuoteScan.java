package dev.jetbridge.pipelines.ingest.format.csv;

/**
 * How many quoted fields of a sample close as ingestion demands it, and how many break. Counts the
 * fields of each record on the way.
 */
final class QuoteScan {
  /** What may stand before the first field of a file in UTF-8. */
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final byte delimiter;
  private final CsvEnds ends;
  private final RecordEnd onRecord;
  private long whole;
  private long broken;
  private long records;
  private int fields = 1;
  private int marked;
  private boolean blank = true;
  private long line = 1;
  private long recordLine = 1;

  QuoteScan(char delimiter, char quote, char escape, RecordEnd onRecord) {
    this.delimiter = (byte) delimiter;
    this.ends = new CsvEnds(CsvLayout.delimited(delimiter, quote, escape));
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
    boolean within = ends.within();
    boolean open = ends.open();
    if (b == '\n') {
      line++;
      if (ends.acceptLineFeed()) {
        whole += within ? 1 : 0;
        endRecord();
      } else {
        blank = false;
      }
      return;
    }
    boolean fits = ends.accept(b);
    if (within && !ends.within()) {
      whole += fits ? 1 : 0;
      broken += fits ? 0 : 1;
    }
    boolean divides = b == delimiter && !open;
    fields += divides ? 1 : 0;
    blank &= !divides && (b == ' ' || b == '\r');
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
    if (!blank) {
      records++;
      onRecord.accept(fields, recordLine);
    }
    recordLine = line;
    fields = 1;
    blank = true;
  }

  /** At the end of the file. */
  void finish() {
    broken += ends.open() ? 1 : 0;
    whole += ends.within() && !ends.open() ? 1 : 0;
    endRecord();
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
