package dev.jetbridge.pipelines.schedule;

import java.util.ArrayList;
import java.util.List;

/** What an application of a schedule changed, in words; each line is one call that wrote. */
public final class Changes {
  private final List<String> lines = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  void wrote(String line) {
    lines.add(line);
  }

  void note(String line) {
    notes.add(line);
  }

  /** One line a call that wrote, such as "create job jetbridge-loyalty.members". */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** What the operator should know and nobody changed. */
  public List<String> notes() {
    return List.copyOf(notes);
  }
}
