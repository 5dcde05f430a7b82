package dev.jetbridge.pipelines.ports;

import dev.jetbridge.contracts.JetbridgeException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a step did, in words, and what could not be served.
 *
 * @param unserved one a product and port; the others were served
 */
public record Served(List<String> lines, List<Unserved> unserved) {
  /** Nothing was there to be served. */
  public static final Served NOTHING = new Served(List.of(), List.of());

  public Served {
    lines = List.copyOf(lines);
    unserved = List.copyOf(unserved);
  }

  /** This step and the next. */
  public Served and(Served next) {
    return new Served(
        Stream.concat(lines.stream(), next.lines().stream()).toList(),
        Stream.concat(unserved.stream(), next.unserved().stream()).toList());
  }

  /** Why; a failure that kept several products from being served comes once. */
  public List<JetbridgeException> failures() {
    return unserved.stream().map(Unserved::failure).distinct().toList();
  }
}
