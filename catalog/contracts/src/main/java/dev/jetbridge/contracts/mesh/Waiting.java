package dev.jetbridge.contracts.mesh;

import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.contracts.reading.Draft;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Follows what products wait for: their inputs, and those that are made with them.
 *
 * @param madeWith the products that are made with a draft
 */
record Waiting(Map<ProductId, Draft> drafts, Function<Draft, Collection<ProductId>> madeWith) {
  /** The inputs of a draft; none when its contract does not load. */
  List<ProductId> inputs(ProductId product) {
    return drafts.get(product).contract().map(c -> c.derivation().inputs()).orElse(List.of());
  }

  /** One of the members for which the product waits, by whatever it waits for. */
  Optional<ProductId> reached(ProductId product, Set<ProductId> members) {
    Set<ProductId> seen = new HashSet<>();
    Deque<ProductId> waiting = new ArrayDeque<>(List.of(product));
    while (!waiting.isEmpty()) {
      ProductId one = waiting.removeFirst();
      if (members.contains(one)) {
        return Optional.of(one);
      }
      if (seen.add(one)) {
        waiting.addAll(next(one));
      }
    }
    return Optional.empty();
  }

  private List<ProductId> next(ProductId product) {
    if (!drafts.containsKey(product)) {
      return List.of();
    }
    List<ProductId> all = new ArrayList<>(inputs(product));
    all.addAll(madeWith.apply(drafts.get(product)));
    return all;
  }
}
