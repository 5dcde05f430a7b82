package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.SourceFormat;
import java.io.Serializable;
import java.nio.charset.Charset;

/**
 * What executors must know of a contract to judge the bytes of its files.
 *
 * @param header whether there is one; JSON lines have none
 * @param skipLines lines before it
 * @param trailingEmptyColumn whether records end with a delimiter too many
 * @param trailerMarker first field of the last record; null for none
 * @param trailerField place of the record count in it, from 1
 * @param knowsContent whether what is in compressed files is hashed: without a key nothing else
 *     tells that it came before
 */
record FileLayout(
    boolean csv,
    char delimiter,
    char quote,
    char escape,
    String encoding,
    boolean header,
    int skipLines,
    boolean trailingEmptyColumn,
    String trailerMarker,
    int trailerField,
    boolean knowsContent)
    implements Serializable {

  static FileLayout of(Contract contract) {
    SourceFormat source = contract.source().orElseThrow();
    boolean csv = source.kind() == SourceFormat.Kind.CSV;
    return new FileLayout(
        csv,
        source.delimiter(),
        source.quote(),
        source.escape(),
        source.encoding(),
        csv && source.header().present(),
        source.header().skipLines(),
        source.header().trailingEmptyColumn(),
        source.trailer().map(SourceFormat.Trailer::marker).orElse(null),
        source.trailer().map(SourceFormat.Trailer::countField).orElse(0),
        contract.key().isEmpty());
  }

  /** The same with another delimiter. */
  FileLayout delimitedBy(char other) {
    return new FileLayout(
        csv,
        other,
        quote,
        escape,
        encoding,
        header,
        skipLines,
        trailingEmptyColumn,
        trailerMarker,
        trailerField,
        knowsContent);
  }

  Charset charset() {
    return Charset.forName(encoding);
  }

  /** Whether the bytes of a line, without its line feed, are no record; see {@link BlankLine}. */
  boolean isBlank(byte[] bytes, int from, int to) {
    return BlankLine.is(bytes, from, to, csv && delimiter == ' ');
  }
}
