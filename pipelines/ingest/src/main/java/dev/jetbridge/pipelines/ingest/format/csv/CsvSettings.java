package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.contracts.SourceFormat;

/**
 * What a contract says of files of delimited fields.
 *
 * @param escape what stands before a quote inside a quoted field; the quote itself when it is
 *     doubled
 * @param trimBlanks whether blanks around values are no part of them
 */
record CsvSettings(
    char delimiter, char quote, char escape, boolean header, int skipLines, boolean trimBlanks) {
  static final char COMMA = ',';
  static final char QUOTE = '"';

  static CsvSettings of(SourceFormat source) {
    return new CsvSettings(
        source.delimiter(),
        source.quote(),
        source.escape(),
        source.header().present(),
        source.header().skipLines(),
        source.trimBlanks());
  }
}
