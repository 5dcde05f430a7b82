package dev.jetbridge.registry.converge;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Brings things to their desired state: reads what there is, compares, and writes what differs and
 * nothing else, so that the second time writes nothing.
 */
public final class Convergence {
  private Convergence() {}

  /**
   * Makes it, or changes what differs.
   *
   * @return what was done, in words, such as create job jetbridge-loyalty.members; empty when
   *     nothing
   */
  public static <S> Optional<String> converge(DesiredState<S> desired) {
    Optional<S> actual = desired.actual().get();
    if (actual.isEmpty()) {
      desired.create().run();
      return Optional.of("create " + desired.name());
    }
    List<String> differences = desired.differences().apply(actual.get());
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    desired.update().accept(actual.get());
    return Optional.of("update " + desired.name() + ": " + String.join(", ", differences));
  }

  /**
   * Deletes what is not desired any more.
   *
   * @param kind what they are, such as job
   * @param own the names of those that an earlier convergence made
   * @param desired the names of those that stay
   * @return what was done, in words
   */
  public static List<String> remove(
      String kind, Set<String> own, Collection<String> desired, Consumer<String> delete) {
    Set<String> obsolete = new TreeSet<>(own);
    obsolete.removeAll(Set.copyOf(desired));
    obsolete.forEach(delete);
    return obsolete.stream().map(name -> "delete " + kind + " " + name).toList();
  }
}
