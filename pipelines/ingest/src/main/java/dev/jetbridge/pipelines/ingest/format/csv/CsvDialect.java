package dev.jetbridge.pipelines.ingest.format.csv;

/**
 * How a sample is written.
 *
 * @param escape what stands before a quote inside a quoted field; the quote itself when it is
 *     doubled
 * @param header whether the file begins with the names of its columns
 * @param skipLines lines above them, or above the first record
 * @param spareDelimiter whether records, though not the header, end with a delimiter too many
 * @param note why the encoding is what it is; empty for UTF-8
 */
record CsvDialect(
    char delimiter,
    char quote,
    char escape,
    boolean header,
    int skipLines,
    boolean spareDelimiter,
    String encoding,
    String note) {
  /** A quote for files that quote nothing: a character that no text has. */
  static final char NO_QUOTE = '\u0001';

  /** The same of a file whose first line is a record. */
  CsvDialect withoutHeader() {
    return new CsvDialect(
        delimiter, quote, escape, false, skipLines, spareDelimiter, encoding, note);
  }

  CsvLayout layout() {
    return new CsvLayout(delimiter, quote, escape, encoding, header, skipLines, false, null);
  }
}
