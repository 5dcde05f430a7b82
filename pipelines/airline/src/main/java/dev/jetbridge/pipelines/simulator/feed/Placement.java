package dev.jetbridge.pipelines.simulator.feed;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.SourceFormat;
import java.io.Serializable;

/**
 * Where a sender puts the files of a feed, below the folder of the sources.
 *
 * @param hasRevisions whether every file has a folder of its own, named as its period
 */
public record Placement(String folder, boolean hasRevisions) implements Serializable {
  /** A folder of the domain, into which several feeds may be put. */
  public static Placement ofDomain(Contract contract) {
    return new Placement(contract.id().domain(), false);
  }

  /** What a provider publishes: a folder a revision, below the channel and the data set. */
  public static Placement ofProvider(Contract contract) {
    SourceFormat source = contract.source().orElseThrow();
    return new Placement(source.channel() + "/" + source.folder(), true);
  }

  String path(String label, String name) {
    return folder + (hasRevisions ? "/" + label : "") + "/" + name;
  }

  /** What all paths begin with, of files whose names begin so. */
  String prefix(String names) {
    return folder + "/" + (hasRevisions ? "" : names);
  }
}
