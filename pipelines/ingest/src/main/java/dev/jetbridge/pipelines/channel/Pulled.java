package dev.jetbridge.pipelines.channel;

import dev.jetbridge.contracts.JetbridgeException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one pull brought into landing.
 *
 * @param notes what it left where it was and why, in words
 * @param failures folders of which nothing could be taken; the others were
 */
public record Pulled(int files, long bytes, List<String> notes, List<JetbridgeException> failures) {
  public Pulled {
    notes = List.copyOf(notes);
    failures = List.copyOf(failures);
  }

  public Pulled(int files, long bytes) {
    this(files, bytes, List.of(), List.of());
  }

  /** What two pulls brought together. */
  public Pulled plus(Pulled other) {
    return new Pulled(
        files + other.files,
        bytes + other.bytes,
        Stream.concat(notes.stream(), other.notes.stream()).toList(),
        Stream.concat(failures.stream(), other.failures.stream()).toList());
  }
}
