package dev.jetbridge.contracts.draft;

import dev.jetbridge.contracts.SourceFormat;

/**
 * How a file is written.
 *
 * @param escape what stands before a quote inside a quoted field; the quote itself when it is
 *     doubled
 * @param note why the encoding is what it is; empty for UTF-8
 */
record Dialect(
    SourceFormat.Kind kind, char delimiter, char quote, char escape, String encoding, String note) {
  /** A quote for files that quote nothing: a character that no text has. */
  static final char NO_QUOTE = '\u0001';

  boolean csv() {
    return kind == SourceFormat.Kind.CSV;
  }
}
