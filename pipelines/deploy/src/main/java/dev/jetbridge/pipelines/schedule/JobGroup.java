package dev.jetbridge.pipelines.schedule;

import dev.jetbridge.contracts.Contract;
import dev.jetbridge.contracts.ProductId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The products that one job makes.
 *
 * @param domain the domain of the first of them
 * @param name as the contracts say, else wave1 for the first wave of the domain, and so on
 */
record JobGroup(String domain, String name, List<Contract> products) {
  JobGroup {
    products = products.stream().sorted(Comparator.comparing(Contract::id)).toList();
  }

  /** Unique in the mesh: neither part has a hyphen. */
  String id() {
    return domain + "-" + name;
  }

  /** As the argument --product has them. */
  String listed() {
    return products.stream().map(c -> c.id().toString()).collect(Collectors.joining(","));
  }

  /** The products of other groups that these are made from. */
  Set<ProductId> inputs() {
    Set<ProductId> inputs = new TreeSet<>();
    products.forEach(c -> inputs.addAll(c.derivation().inputs()));
    products.forEach(c -> inputs.remove(c.id()));
    return inputs;
  }

  /** The largest of what the contracts ask for. */
  Optional<Integer> most(Function<Contract.Job, Optional<Integer>> what) {
    return products.stream()
        .flatMap(c -> what.apply(c.job()).stream())
        .max(Comparator.naturalOrder());
  }
}
