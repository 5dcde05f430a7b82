package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.SourceFormat;
import java.io.Serializable;
import java.util.Locale;
import java.util.Set;

/**
 * What executors must know of a contract to judge the bytes of its files.
 *
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
    String trailerMarker,
    int trailerField,
    boolean knowsContent)
    implements Serializable {
  /** Charsets in which a line feed, quote and delimiter are single bytes that mean nothing else. */
  private static final Set<String> ENCODINGS =
      Set.of("UTF-8", "ISO-8859-1", "ISO-8859-15", "WINDOWS-1252", "US-ASCII");

  static FileLayout of(Contract contract) {
    SourceFormat source = contract.source().orElseThrow();
    if (!ENCODINGS.contains(source.encoding().toUpperCase(Locale.ROOT))) {
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot ingest "
              + contract.id()
              + ": encoding "
              + source.encoding()
              + " in its contract is not one of "
              + String.join(", ", ENCODINGS.stream().sorted().toList()));
    }
    return new FileLayout(
        source.kind() == SourceFormat.Kind.CSV,
        source.delimiter(),
        source.quote(),
        source.escape(),
        source.encoding(),
        source.trailer().map(SourceFormat.Trailer::marker).orElse(null),
        source.trailer().map(SourceFormat.Trailer::countField).orElse(0),
        contract.key().isEmpty());
  }
}
