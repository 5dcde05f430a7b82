package dev.jetbridge.pipelines.channel;

import java.util.ArrayList;
import java.util.List;

/**
 * What one pull brought into landing.
 *
 * @param notes what it left where it was and why, in words
 */
public record Pulled(int files, long bytes, List<String> notes) {
  public Pulled {
    notes = List.copyOf(notes);
  }

  public Pulled(int files, long bytes) {
    this(files, bytes, List.of());
  }

  /** What two pulls brought together. */
  public Pulled plus(Pulled other) {
    List<String> all = new ArrayList<>(notes);
    all.addAll(other.notes);
    return new Pulled(files + other.files, bytes + other.bytes, all);
  }
}
