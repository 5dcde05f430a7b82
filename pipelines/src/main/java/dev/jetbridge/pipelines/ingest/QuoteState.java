package dev.jetbridge.pipelines.ingest;

/**
 * Where in the quoting of a CSV record a reader of bytes is. One quote opens a field where it
 * begins; inside it a quote is doubled or follows the escape; after it comes a delimiter or the end
 * of the line. A quote elsewhere is text. Where text comes after it, the quotes of the record are
 * broken: the field goes on without quotes up to the next delimiter or line end.
 */
final class QuoteState {
  private final byte quote;
  private final byte escape;
  private final byte delimiter;

  private boolean quoted;
  private boolean closing;
  private boolean escaped;
  private boolean fieldStart = true;

  QuoteState(FileLayout layout) {
    this.quote = (byte) layout.quote();
    this.escape = (byte) layout.escape();
    this.delimiter = (byte) layout.delimiter();
  }

  /** Whether the last byte belongs to a quoted field, be it its closing quote. */
  boolean quoted() {
    return quoted;
  }

  /** Whether the bytes so far leave a quoted field open. */
  boolean open() {
    return quoted && !closing;
  }

  /** Whether bytes that are no quote, no escape and no line end cannot change the state. */
  boolean steady() {
    return !closing && !escaped;
  }

  /** Tells that bytes without meaning were passed over, the last of them being this one. */
  void skippedTo(byte last) {
    fieldStart = last == delimiter;
  }

  /** Takes the next byte, no line feed; false when it cannot follow a closing quote. */
  boolean accept(byte b) {
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

  /** Takes a line feed; whether the record ends there. */
  boolean acceptLineFeed() {
    escaped = false;
    if (open()) {
      return false;
    }
    quoted = false;
    closing = false;
    fieldStart = true;
    return true;
  }
}
