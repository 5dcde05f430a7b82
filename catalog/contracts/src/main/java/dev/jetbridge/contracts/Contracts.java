package dev.jetbridge.contracts;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The contracts of a mesh by product; their inputs have contracts, be they faulty, and form no
 * cycle.
 */
public final class Contracts {
  private final Map<ProductId, Contract> byId = new TreeMap<>();

  private final List<BrokenContract> broken;
  private final List<Fault> found;

  public Contracts(Collection<Contract> contracts, List<BrokenContract> broken, List<Fault> found) {
    contracts.forEach(c -> byId.put(c.id(), c));
    this.broken = List.copyOf(broken);
    this.found = List.copyOf(found);
  }

  public Collection<Contract> all() {
    return byId.values();
  }

  /** The contracts that do not load, in the order in which they were read. */
  public List<BrokenContract> broken() {
    return broken;
  }

  /** What is wrong in all contracts that do not load; empty when each of them does. */
  public Optional<JetbridgeException> faults() {
    return Optional.of(found).filter(f -> !f.isEmpty()).map(Fault::exception);
  }

  public List<Fault> found() {
    return found;
  }

  /** Whether a product has a contract that does not load. */
  public boolean isBroken(ProductId id) {
    return broken.stream().anyMatch(b -> b.product().filter(id::equals).isPresent());
  }

  /**
   * The contract of a product.
   *
   * @throws JetbridgeException CONFIG when it does not load; CONFIG when there is none, naming the
   *     nearest
   */
  public Contract get(ProductId id) {
    Contract contract = byId.get(id);
    if (contract == null) {
      for (BrokenContract other : broken) {
        if (other.product().filter(id::equals).isPresent()) {
          throw new JetbridgeException(
              FailureKind.CONFIG,
              "Cannot use product "
                  + id
                  + ": its contract does not load; jetbridge contracts lint "
                  + other.origin()
                  + " reports its faults");
        }
      }
      throw new JetbridgeException(
          FailureKind.CONFIG,
          "Cannot find product "
              + id
              + ": no contract has that id"
              + NearestName.hint(
                  id.toString(), byId.keySet().stream().map(Object::toString).toList()));
    }
    return contract;
  }

  /**
   * The products in waves: each after all its inputs whose contracts load, a wave as early as it
   * can be. The members of a group are in one wave, after the inputs of all of them.
   */
  public List<List<Contract>> waves() {
    List<ProductGroup> groups = ProductGroup.of(byId.values());
    List<List<Contract>> waves = new ArrayList<>();
    Set<ProductId> placed = new LinkedHashSet<>();
    while (placed.size() < byId.size()) {
      List<Contract> wave =
          groups.stream()
              .filter(g -> !placed.contains(g.members().get(0).id()))
              .filter(g -> isReady(g, placed))
              .flatMap(g -> g.members().stream())
              .sorted(Comparator.comparing(Contract::id))
              .toList();
      wave.forEach(c -> placed.add(c.id()));
      waves.add(wave);
    }
    return waves;
  }

  private boolean isReady(ProductGroup group, Set<ProductId> placed) {
    Set<ProductId> members = group.members().stream().map(Contract::id).collect(toSet());
    return group.members().stream()
        .flatMap(c -> c.derivation().inputs().stream())
        .allMatch(i -> placed.contains(i) || members.contains(i) || !byId.containsKey(i));
  }

  /**
   * Some products and the others of their groups, in the order of the mesh: who is published with
   * others is run with them.
   */
  public List<Contract> withGroups(Collection<ProductId> products) {
    return wavesOf(products).stream().flatMap(List::stream).toList();
  }

  /** The same, in the waves of the mesh. */
  public List<List<Contract>> wavesOf(Collection<ProductId> products) {
    Set<String> groups =
        byId.values().stream()
            .filter(c -> products.contains(c.id()))
            .map(ProductGroup::node)
            .collect(toSet());
    return waves().stream()
        .map(wave -> wave.stream().filter(c -> groups.contains(ProductGroup.node(c))).toList())
        .filter(wave -> !wave.isEmpty())
        .toList();
  }

  /** The products that have this one as an input. */
  public List<Contract> consumersOf(ProductId id) {
    return byId.values().stream().filter(c -> c.derivation().inputs().contains(id)).toList();
  }
}
