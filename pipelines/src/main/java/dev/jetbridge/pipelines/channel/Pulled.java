package dev.jetbridge.pipelines.channel;

/** What one pull brought into landing. */
public record Pulled(int files, long bytes) {
  /** What two pulls brought together. */
  public Pulled plus(Pulled other) {
    return new Pulled(files + other.files, bytes + other.bytes);
  }
}
