package dev.jetbridge.pipelines.operations;

/** What became of a file. */
public enum FileStatus {
  INGESTED,
  REPLAYED,
  /** It was refused whole. */
  REFUSED,
  /** Its content was taken before. */
  KNOWN,
  /** A newer version of it was taken before. */
  SUPERSEDED,
  /** Its rows were in the table until a newer version took their place. */
  REPLACED
}
