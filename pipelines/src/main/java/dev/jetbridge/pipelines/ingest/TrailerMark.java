package dev.jetbridge.pipelines.ingest;

/** Notices the records whose first field is the marker of the trailer. */
final class TrailerMark {
  private static final int NO = -1;

  private final byte[] marker;
  private final byte quote;
  private final byte delimiter;
  private int matched;
  private boolean quoted;

  /** For a layout without a trailer it never watches. */
  TrailerMark(FileLayout layout) {
    this.marker =
        layout.trailerMarker() == null
            ? new byte[0]
            : layout.trailerMarker().getBytes(layout.charset());
    this.quote = (byte) layout.quote();
    this.delimiter = (byte) layout.delimiter();
    begin();
  }

  /** A record begins. */
  void begin() {
    matched = marker.length == 0 ? NO : 0;
    quoted = false;
  }

  /** Whether the first field may still be the marker. */
  boolean watching() {
    return matched != NO;
  }

  /** Takes the next byte of the record; whether it completes a first field that is the marker. */
  boolean accept(byte b) {
    if (matched == 0 && !quoted && b == quote) {
      quoted = true;
      return false;
    }
    if (matched < marker.length) {
      matched = b == marker[matched] ? matched + 1 : NO;
      return false;
    }
    matched = NO;
    return b == delimiter || b == '\r' || b == '\n' || (quoted && b == quote);
  }

  /** Whether the file ends right after the marker. */
  boolean complete() {
    return marker.length > 0 && matched == marker.length;
  }
}
