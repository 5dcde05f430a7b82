package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.pipelines.ingest.format.text.ByteScan;
import dev.jetbridge.pipelines.ingest.format.text.RecordEnds;

/**
 * Divides the records of CSV, whose quoted fields may hold line ends. One quote opens a field where
 * it begins; inside it a quote is doubled or follows the escape; after it comes a delimiter or the
 * end of the line. A quote elsewhere is text. Where text comes after it, the quotes of the record
 * are broken: the field goes on without quotes up to the next delimiter or line end.
 */
final class CsvEnds implements RecordEnds {
  private final byte quote;
  private final byte escape;
  private final byte delimiter;
  private final TrailerMark trailers;

  private boolean quoted;
  private boolean closing;
  private boolean escaped;
  private boolean fieldStart = true;
  private boolean unlikeSpark;

  CsvEnds(CsvLayout layout) {
    this.quote = (byte) layout.quote();
    this.escape = (byte) layout.escape();
    this.delimiter = (byte) layout.delimiter();
    this.trailers = new TrailerMark(layout);
  }

  /** The records that begin like a trailer. */
  TrailerMark trailers() {
    return trailers;
  }

  /** Whether a quoted field held a line end, or text stood behind one. */
  boolean unlikeSpark() {
    return unlikeSpark;
  }

  @Override
  public boolean within() {
    return quoted;
  }

  @Override
  public boolean open() {
    return quoted && !closing;
  }

  @Override
  public String what() {
    return "quote";
  }

  @Override
  public boolean steady() {
    return !closing && !escaped && !trailers.watching();
  }

  @Override
  public boolean watchesFor(long word) {
    return ByteScan.holds(word, quote) || (escape != quote && ByteScan.holds(word, escape));
  }

  @Override
  public void skippedTo(byte last) {
    fieldStart = last == delimiter;
  }

  @Override
  public boolean accept(byte b) {
    if (trailers.watching()) {
      trailers.accept(b);
    }
    unlikeSpark |= b == '\r' && open();
    boolean fits = field(b);
    unlikeSpark |= !fits;
    return fits;
  }

  /** False when the byte cannot follow a closing quote. */
  private boolean field(byte b) {
    if (!quoted) {
      quoted = b == quote && fieldStart;
      fieldStart = b == delimiter;
      return true;
    }
    if (closing) {
      closing = false;
      if (b == quote && escape == quote) {
        return true;
      }
      quoted = false;
      fieldStart = b == delimiter;
      return fieldStart || b == '\r';
    }
    if (escaped) {
      escaped = false;
    } else if (escape != quote && b == escape) {
      escaped = true;
    } else {
      closing = b == quote;
    }
    return true;
  }

  @Override
  public boolean acceptLineFeed() {
    boolean ends = !open();
    trailers.acceptLineFeed(ends);
    escaped = false;
    if (!ends) {
      unlikeSpark = true;
      return false;
    }
    quoted = false;
    closing = false;
    fieldStart = true;
    return true;
  }

  @Override
  public void finish() {
    trailers.finish();
  }
}
