package dev.jetbridge.pipelines.ingest.format;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.Finding;
import java.util.List;
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

  /** Reads the files of a product whose contract names it. */
  FormatReader reader(Contract contract);
}
