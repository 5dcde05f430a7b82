package dev.jetbridge.contracts.mesh;

import dev.jetbridge.contracts.ProductId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Follows what products wait for. */
final class Waiting {
  private Waiting() {}

  /**
   * One of the members for which the product waits, by whatever it waits for.
   *
   * @param next what a product waits for at once: its inputs, and those that are made with it
   */
  static Optional<ProductId> reached(
      ProductId product,
      Set<ProductId> members,
      Function<ProductId, ? extends Collection<ProductId>> next) {
    Set<ProductId> seen = new HashSet<>();
    Deque<ProductId> waiting = new ArrayDeque<>(List.of(product));
    while (!waiting.isEmpty()) {
      ProductId one = waiting.removeFirst();
      if (members.contains(one)) {
        return Optional.of(one);
      }
      if (seen.add(one)) {
        waiting.addAll(next.apply(one));
      }
    }
    return Optional.empty();
  }
}
