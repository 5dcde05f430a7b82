package dev.jetbridge.pipelines.landing;

import java.io.Serializable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A file in landing, as its sender wrote it.
 *
 * @param hash SHA-256 of its bytes, hex; its identity
 * @param name its name at the sender's
 * @param sender where it came from, such as sftp://host/folder
 * @param modified when it was delivered, ISO instant: a run takes what was by its as-of
 * @param path where it lies now
 * @param promise what its sender says of it
 * @param sent its sender's time as an ISO instant: which of two versions of a file is the newer one
 */
public record LandedFile(
    String hash,
    String name,
    String sender,
    long bytes,
    String modified,
    String path,
    Promise promise,
    String sent)
    implements Serializable {
  /** A file of which nothing was promised. */
  public LandedFile(
      String hash, String name, String sender, long bytes, String modified, String path) {
    this(hash, name, sender, bytes, modified, path, Promise.NONE, modified);
  }

  /** Whether its content is compressed, which its name tells. */
  public boolean isGzip() {
    return path.endsWith(".gz");
  }

  /** Whether it was delivered by then; the as-of of a run that is kept has no nanoseconds. */
  public boolean isThereAt(Instant asOf) {
    return isThereAt(Instant.parse(modified), asOf);
  }

  /** Whether a file that was delivered at an instant was there by the as-of. */
  public static boolean isThereAt(Instant delivered, Instant asOf) {
    return !delivered.truncatedTo(ChronoUnit.MICROS).isAfter(asOf);
  }

  /** The same file with what its sender says of it. */
  public LandedFile promised(Promise said) {
    return new LandedFile(hash, name, sender, bytes, modified, path, said, sent);
  }

  /** The same file with its sender's time. */
  public LandedFile sentAt(Instant time) {
    return new LandedFile(hash, name, sender, bytes, modified, path, promise, time.toString());
  }
}
