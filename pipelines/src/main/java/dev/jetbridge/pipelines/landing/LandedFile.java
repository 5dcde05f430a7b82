package dev.jetbridge.pipelines.landing;

import java.io.Serializable;

/**
 * A file in landing, as its sender wrote it.
 *
 * @param hash SHA-256 of its bytes, hex; its identity
 * @param name its name at the sender's
 * @param sender where it came from, such as sftp://host/folder
 * @param modified its modification time at the sender's, ISO instant
 * @param path where it lies now
 * @param promise what its sender says of it
 */
public record LandedFile(
    String hash,
    String name,
    String sender,
    long bytes,
    String modified,
    String path,
    Promise promise)
    implements Serializable {
  /** A file of which nothing was promised. */
  public LandedFile(
      String hash, String name, String sender, long bytes, String modified, String path) {
    this(hash, name, sender, bytes, modified, path, Promise.NONE);
  }

  /** The same file with what its sender says of it. */
  LandedFile promised(Promise said) {
    return new LandedFile(hash, name, sender, bytes, modified, path, said);
  }
}
