package dev.jetbridge.pipelines.ingest;

import dev.jetbridge.pipelines.landing.LandedFile;

/**
 * Where the records of one file ended. Always records = loaded + superseded + duplicates +
 * quarantined.
 *
 * @param reason why the file was refused whole; null when it was not
 * @param place where in it; null when it was not refused
 * @param loaded records that changed the table: inserted, updated or deleted a key
 * @param superseded records older than one of the same key
 * @param duplicates records equal to another one of the same key
 */
public record FileAccount(
    LandedFile file,
    String reason,
    String place,
    long records,
    long loaded,
    long superseded,
    long duplicates,
    long quarantined) {
  static FileAccount refused(FileCheck check) {
    return new FileAccount(check.file(), check.refusal(), check.place(), 0, 0, 0, 0, 0);
  }

  public boolean refused() {
    return reason != null;
  }
}
