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
  private final List<String> kept = new ArrayList<>();
  private final boolean made;

  private Changes(boolean made) {
    this.made = made;
  }

  /** Changes that are made. */
  static Changes made() {
    return new Changes(true);
  }

  /** Changes that would be made: everything is read and nothing written. */
  static Changes foreseen() {
    return new Changes(false);
  }

  /** Brings something to its desired state. */
  <S> void converge(DesiredState<S> desired) {
    Convergence.converge(
            made
                ? desired
                : new DesiredState<>(
                    desired.name(),
                    desired.actual(),
                    () -> {},
                    desired.differences(),
                    actual -> {}))
        .ifPresent(lines::add);
  }

  /** Deletes what is not desired any more. */
  void remove(String kind, Set<String> own, Collection<String> desired, Consumer<String> delete) {
    lines.addAll(Convergence.remove(kind, own, desired, made ? delete : name -> {}));
  }

  /** What an operator added to something stays. */
  void keep(String name, List<String> added) {
    if (!added.isEmpty()) {
      kept.add("keep " + name + ": " + String.join(", ", added));
    }
  }

  void note(String line) {
    notes.add(line);
  }

  /** Such as "create job jetbridge-loyalty.members". */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Such as "keep job jetbridge-loyalty-wave1: ExecutionClass". */
  public List<String> kept() {
    return List.copyOf(kept);
  }

  /** What the operator should know and nobody changed. */
  public List<String> notes() {
    return List.copyOf(notes);
  }
}
