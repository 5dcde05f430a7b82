package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.Contract;
import java.net.URI;

/** A folder of a server, where the files of some products are. */
record SftpLocation(String host, String folder) {
  static SftpLocation of(Contract contract) {
    URI location =
        URI.create(contract.source().orElseThrow().location().replaceAll("[*?\\[\\]{}]", "_"));
    String path = location.getPath();
    return new SftpLocation(
        location.getHost(), path.substring(0, Math.max(1, path.lastIndexOf('/'))));
  }

  @Override
  public String toString() {
    return "sftp://" + host + folder;
  }
}
