package dev.jetbridge.pipelines.ingest.format.csv;

import dev.jetbridge.contracts.SourceFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a contract says of files of delimited fields, and what holds where it says nothing.
 *
 * @param escape what stands before a quote inside a quoted field; the quote itself when it is
 *     doubled
 * @param header whether there is one; without it columns are known by their place
 * @param skipLines lines above it, or above the first record, which are not read
 * @param trailingEmptyColumn whether a last column without a name and without values is passed over
 * @param trailer the last record, which counts the others
 * @param trimBlanks whether blanks around values are no part of them
 */
record CsvSettings(
    char delimiter,
    char quote,
    char escape,
    boolean header,
    int skipLines,
    boolean trailingEmptyColumn,
    Optional<Trailer> trailer,
    boolean trimBlanks) {
  static final char COMMA = ',';
  static final char QUOTE = '"';

  static final String DELIMITER = "delimiter";
  static final String HEADER = "header";
  static final String TRAILER = "trailer";

  private static final String QUOTED = "quote";
  private static final String ESCAPE = "escape";
  private static final String SKIP_LINES = "skipLines";
  private static final String TRAILING_EMPTY_COLUMN = "trailingEmptyColumn";
  private static final String TRIM_BLANKS = "trimBlanks";

  /** The names of what can be said. */
  static final Set<String> PROPERTIES =
      Set.of(
          DELIMITER,
          QUOTED,
          ESCAPE,
          HEADER,
          SKIP_LINES,
          TRAILING_EMPTY_COLUMN,
          TRAILER,
          TRIM_BLANKS);

  /** What is not of its kind is a fault of the contract, and as good as not said. */
  static CsvSettings of(SourceFormat source) {
    Map<String, Object> said = source.settings();
    char quote = character(said, QUOTED, QUOTE);
    return new CsvSettings(
        character(said, DELIMITER, COMMA),
        quote,
        character(said, ESCAPE, quote),
        !Boolean.FALSE.equals(said.get(HEADER)),
        said.get(SKIP_LINES) instanceof Integer lines ? lines : 0,
        Boolean.TRUE.equals(said.get(TRAILING_EMPTY_COLUMN)),
        said.get(TRAILER) instanceof Map<?, ?> trailer ? trailer(trailer) : Optional.empty(),
        Boolean.TRUE.equals(said.get(TRIM_BLANKS)));
  }

  private static char character(Map<String, Object> said, String name, char byDefault) {
    return said.get(name) instanceof String text && !text.isEmpty() ? text.charAt(0) : byDefault;
  }

  private static Optional<Trailer> trailer(Map<?, ?> said) {
    return said.get("marker") instanceof String marker
            && said.get("countField") instanceof Integer field
        ? Optional.of(new Trailer(marker, field))
        : Optional.empty();
  }
}
