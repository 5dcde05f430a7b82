package dev.jetbridge.pipelines.storage;

/** Files that were deleted, or would be, and their bytes. */
public record Removed(long files, long bytes) {
  /** Nothing was there to be deleted. */
  public static final Removed NOTHING = new Removed(0, 0);

  /** Both together. */
  public Removed plus(Removed other) {
    return new Removed(files + other.files, bytes + other.bytes);
  }
}
