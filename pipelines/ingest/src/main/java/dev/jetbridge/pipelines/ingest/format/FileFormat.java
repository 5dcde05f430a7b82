package dev.jetbridge.pipelines.ingest.format;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import dev.jetbridge.pipelines.ingest.draft.Sample;
import dev.jetbridge.pipelines.ingest.draft.SampleFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A way in which files hold records. */
public interface FileFormat {
  /** What contracts call it. */
  String word();

  /** The properties of contracts that it takes, of those that only some formats do. */
  Set<String> properties();

  /**
   * What is wrong in what a contract says for this format, or missing there; nothing when files can
   * be read by it.
   */
  default List<Finding> findings(Contract contract) {
    return List.of();
  }

  /**
   * The contract with its values as files of this format have them: the same where all of them are
   * texts.
   */
  default Contract written(Contract contract) {
    return contract;
  }

  /**
   * Reads a file that a contract is drafted from; empty when it is of another format.
   *
   * @param product the contract that the file belongs to; how it says that files look is taken
   *     where it fits, and values are held against its columns
   * @throws dev.jetbridge.contracts.JetbridgeException CONTRACT when it is of this format but no
   *     table, with the reason
   */
  Optional<Sample> sample(SampleFile file, Optional<Contract> product);

  /** Reads the files of a product whose contract names it. */
  FormatReader reader(Contract contract);
}
