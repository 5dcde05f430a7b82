package dev.jetbridge.pipelines.warehouse;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.pipelines.ports.PortManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A version of a product's Parquet port, or what it has more than an earlier one.
 *
 * @param manifest names the files to be loaded
 * @param folder the folder or address of the port, to which the paths of the manifest are relative
 * @param base the earlier version that has all other rows; empty for a whole version
 */
record PortVersion(Contract contract, PortManifest manifest, String folder, Optional<String> base) {
  /** A whole version. */
  PortVersion(Contract contract, PortManifest manifest, String folder) {
    this(contract, manifest, folder, Optional.empty());
  }

  /**
   * What it has more than an earlier version; empty when it lacks a file of that one, so that rows
   * may have changed or gone.
   */
  Optional<PortVersion> since(PortManifest earlier) {
    if (!manifest.files().containsAll(earlier.files())) {
      return Optional.empty();
    }
    List<PortManifest.DataFile> added = new ArrayList<>(manifest.files());
    added.removeAll(earlier.files());
    return Optional.of(
        new PortVersion(contract, manifest.with(added), folder, Optional.of(earlier.version())));
  }
}
