package dev.jetbridge.contracts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Products that become visible together: the members of one group, or a product of no group alone.
 *
 * @param name the group; empty for a product of none
 * @param members in the order of their inputs: each after those members that it reads
 */
public record ProductGroup(Optional<String> name, List<Contract> members) {
  public ProductGroup {
    members = ordered(members, ProductGroup::reads);
  }

  /** The products by groups, each group where its first member stands. */
  public static List<ProductGroup> of(Collection<Contract> contracts) {
    Map<String, List<Contract>> byNode = new LinkedHashMap<>();
    contracts.forEach(c -> byNode.computeIfAbsent(node(c), k -> new ArrayList<>()).add(c));
    return byNode.values().stream()
        .map(members -> new ProductGroup(members.get(0).derivation().group(), members))
        .toList();
  }

  /** What is planned and published as one: groups have no dot in their names, products have. */
  static String node(Contract contract) {
    return contract.derivation().group().orElse(contract.id().toString());
  }

  /**
   * In the order in which they are published: a member after those whose keys it refers to, else
   * after those that it reads, so that who joins them while they are published never meets a row
   * whose parent is older than itself. A member refers to another one when it has all columns of
   * the other's key, by name and type, and the other one has not all of its own.
   */
  public List<Contract> parentsFirst() {
    return ordered(members, ProductGroup::refersTo);
  }

  private static boolean reads(Contract contract, Contract other) {
    return contract.derivation().inputs().contains(other.id());
  }

  private static boolean refersTo(Contract child, Contract parent) {
    return hasKeyOf(child, parent) && !hasKeyOf(parent, child);
  }

  private static boolean hasKeyOf(Contract child, Contract parent) {
    Set<String> columns =
        child.columns().stream().map(ProductGroup::named).collect(Collectors.toSet());
    return !parent.key().isEmpty()
        && parent.key().stream().map(ProductGroup::named).allMatch(columns::contains);
  }

  private static String named(Column column) {
    return column.name() + " " + column.type().simpleString();
  }

  /** Each after those it depends on; where that is a circle, and else, as they stand. */
  private static List<Contract> ordered(
      List<Contract> contracts, BiPredicate<Contract, Contract> dependsOn) {
    List<Contract> left = new ArrayList<>(contracts);
    List<Contract> placed = new ArrayList<>();
    while (!left.isEmpty()) {
      Contract next =
          left.stream()
              .filter(c -> left.stream().noneMatch(o -> !o.equals(c) && dependsOn.test(c, o)))
              .findFirst()
              .orElse(left.get(0));
      placed.add(next);
      left.remove(next);
    }
    return List.copyOf(placed);
  }
}
