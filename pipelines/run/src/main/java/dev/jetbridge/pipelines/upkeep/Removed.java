package dev.jetbridge.pipelines.upkeep;

/** Files that were deleted, or would be, and their bytes. */
public record Removed(long files, long bytes) {
  static final Removed NOTHING = new Removed(0, 0);

  Removed plus(Removed other) {
    return new Removed(files + other.files, bytes + other.bytes);
  }
}
