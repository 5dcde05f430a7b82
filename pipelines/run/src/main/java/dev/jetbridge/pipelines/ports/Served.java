package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.JetbridgeException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a step did, in words, and what could not be served.
 *
 * @param failures one a product and port; the others were served
 */
public record Served(List<String> lines, List<JetbridgeException> failures) {
  /** Nothing was there to be served. */
  public static final Served NOTHING = new Served(List.of(), List.of());

  public Served {
    lines = List.copyOf(lines);
    failures = List.copyOf(failures);
  }

  /** This step and the next. */
  public Served and(Served next) {
    return new Served(
        Stream.concat(lines.stream(), next.lines().stream()).toList(),
        Stream.concat(failures.stream(), next.failures().stream()).toList());
  }
}
