package dev.jetbridge.pipelines.ingest.format.csv;

/** Notices the records whose first field is the marker of the trailer, from their bytes. */
final class TrailerMark {
  private static final int NO = -1;

  private final byte[] marker;
  private final byte quote;
  private final byte delimiter;
  private int matched;
  private boolean quoted;
  private long line;
  private long count;
  private long firstLine;

  /** For a layout without a trailer it never watches. */
  TrailerMark(CsvLayout layout) {
    this.marker =
        layout.trailer() == null
            ? new byte[0]
            : layout.trailer().marker().getBytes(layout.charset());
    this.quote = (byte) layout.quote();
    this.delimiter = (byte) layout.delimiter();
    this.line = 1L + layout.skipLines();
    begin();
  }

  /** How many records begin with the marker. */
  long count() {
    return count;
  }

  /** The line of the first of them. */
  long firstLine() {
    return firstLine;
  }

  /** Whether the first field of the record may still be the marker. */
  boolean watching() {
    return matched != NO;
  }

  /** Takes the next byte of the record. */
  void accept(byte b) {
    if (matched == 0 && !quoted && b == quote) {
      quoted = true;
      return;
    }
    if (matched < marker.length) {
      matched = b == marker[matched] ? matched + 1 : NO;
      return;
    }
    matched = NO;
    if (b == delimiter || b == '\r' || b == '\n' || (quoted && b == quote)) {
      found();
    }
  }

  /** Takes a line feed; whether it was that of the record or not. */
  void acceptLineFeed(boolean ends) {
    if (watching()) {
      accept((byte) '\n');
    }
    line++;
    if (ends) {
      begin();
    }
  }

  /** Takes the end of the file, which may stand right after the marker. */
  void finish() {
    if (marker.length > 0 && matched == marker.length) {
      found();
    }
  }

  private void begin() {
    matched = marker.length == 0 ? NO : 0;
    quoted = false;
  }

  private void found() {
    if (count++ == 0) {
      firstLine = line;
    }
  }
}
