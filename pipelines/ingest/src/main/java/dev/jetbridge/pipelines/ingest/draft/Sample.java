package dev.jetbridge.pipelines.ingest.draft;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.SourceFormat;
import java.util.List;
import java.util.Optional;

/** A sample file that was read by the format in which it is written. */
public interface Sample {
  /** Reads a sample by whichever format it is in. */
  @FunctionalInterface
  interface Reader {
    /**
     * Reads a file whole.
     *
     * @param product the contract that the file belongs to; how it says that files look is taken
     *     where it fits, and values are held against its columns
     * @throws dev.jetbridge.contracts.JetbridgeException CONTRACT when it is no table, with the
     *     reason
     */
    Sample read(SampleFile file, Optional<Contract> product);
  }

  /** What its records hold. */
  FileProfile profile();

  /** What contracts call the format. */
  String format();

  /** The canonical name of the charset of a text; that of UTF-8 where it is none. */
  default String encoding() {
    return "UTF-8";
  }

  /** Why the encoding is what it is; empty for UTF-8. */
  default String encodingNote() {
    return "";
  }

  /** How many records will be quarantined whole, whatever their values are. */
  default long broken() {
    return profile().broken();
  }

  /** What is wrong with those that the profile counts as broken. */
  String brokenHow();

  /** What somebody should know of how the file is written, a sentence each, without a value. */
  default List<String> warnings() {
    return List.of();
  }

  /** The custom properties of the server, a line of YAML each. */
  default List<String> ofServer() {
    return List.of();
  }

  /** The custom properties of the contract that the format takes: lines of YAML, with comments. */
  default List<String> properties() {
    return List.of();
  }

  /** What is written otherwise than a contract of the same format says. */
  default List<ContractChanges.Proposal> changes(SourceFormat known) {
    return List.of();
  }
}
