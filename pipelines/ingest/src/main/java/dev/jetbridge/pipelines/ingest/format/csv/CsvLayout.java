package dev.jetbridge.pipelines.ingest.format.csv;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.SourceFormat;
import dev.jetbridge.pipelines.ingest.format.text.BlankLine;
import dev.jetbridge.pipelines.ingest.format.text.RecordLayout;
import java.nio.charset.Charset;

/**
 * How the CSV of a product is written.
 *
 * @param skipLines lines before the header
 * @param trailingEmptyColumn whether records end with a delimiter too many
 * @param trailer the last record, which counts the others; null for none
 */
record CsvLayout(
    char delimiter,
    char quote,
    char escape,
    String encoding,
    boolean header,
    int skipLines,
    boolean trailingEmptyColumn,
    Trailer trailer)
    implements RecordLayout {

  static CsvLayout of(Contract contract) {
    SourceFormat source = contract.source().orElseThrow();
    CsvSettings settings = CsvSettings.of(source);
    return new CsvLayout(
        settings.delimiter(),
        settings.quote(),
        settings.escape(),
        source.encoding(),
        settings.header(),
        settings.skipLines(),
        settings.trailingEmptyColumn(),
        settings.trailer().orElse(null));
  }

  /** Nothing but how fields are divided. */
  static CsvLayout delimited(char delimiter, char quote, char escape) {
    return new CsvLayout(delimiter, quote, escape, "UTF-8", false, 0, false, null);
  }

  /** The same with another delimiter. */
  CsvLayout delimitedBy(char other) {
    return new CsvLayout(
        other, quote, escape, encoding, header, skipLines, trailingEmptyColumn, trailer);
  }

  @Override
  public Charset charset() {
    return Charset.forName(encoding);
  }

  @Override
  public CsvEnds ends() {
    return new CsvEnds(this);
  }

  /** Where spaces delimit, they are fields. */
  @Override
  public boolean isBlank(byte[] bytes, int from, int to) {
    return delimiter == ' ' ? BlankLine.isEmpty(bytes, from, to) : BlankLine.is(bytes, from, to);
  }

  /** Whether a record is the trailer, by its first field. */
  boolean isTrailer(String[] fields) {
    return trailer != null && fields.length > 0 && trailer.marker().equals(fields[0]);
  }

  /** The fields of a record as they are; null for empty ones. */
  String[] fields(String record) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.getFormat().setDelimiter(delimiter);
    settings.getFormat().setQuote(quote);
    settings.getFormat().setQuoteEscape(escape);
    // A record may begin with any character, so with the one that begins comments by default.
    settings.setCommentProcessingEnabled(false);
    settings.getFormat().setComment('\0');
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    // As many fields as there could be: the parser makes room for each.
    settings.setMaxColumns(record.length() + 1);
    settings.setInputBufferSize(record.length() + 1);
    settings.setMaxCharsPerColumn(-1);
    String[] fields = new CsvParser(settings).parseLine(record);
    return fields == null ? new String[0] : fields;
  }
}
