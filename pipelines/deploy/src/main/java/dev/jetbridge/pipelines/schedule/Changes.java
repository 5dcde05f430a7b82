package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.registry.converge.Convergence;
import dev.jetbridge.registry.converge.DesiredState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What an application of a schedule changed, in words; a line for each thing that was written. */
public final class Changes {
  private final List<String> lines = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  /** Brings something to its desired state. */
  void converge(DesiredState<?> desired) {
    Convergence.converge(desired).ifPresent(lines::add);
  }

  /** Deletes what is not desired any more. */
  void remove(String kind, Set<String> own, Collection<String> desired, Consumer<String> delete) {
    lines.addAll(Convergence.remove(kind, own, desired, delete));
  }

  void note(String line) {
    notes.add(line);
  }

  /** Such as "create job jetbridge-loyalty.members". */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** What the operator should know and nobody changed. */
  public List<String> notes() {
    return List.copyOf(notes);
  }
}
