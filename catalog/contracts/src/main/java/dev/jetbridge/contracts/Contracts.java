package dev.jetbridge.contracts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The contracts of a mesh by product; their inputs exist and form no cycle. */
public final class Contracts {
  private final Map<ProductId, Contract> byId = new TreeMap<>();

  Contracts(Collection<Contract> contracts) {
    contracts.forEach(c -> byId.put(c.id(), c));
  }

  public Collection<Contract> all() {
    return byId.values();
  }

  /**
   * The contract of a product.
   *
   * @throws JetbridgeException CONFIG when there is none, naming the nearest
   */
  public Contract get(ProductId id) {
    Contract contract = byId.get(id);
    if (contract == null) {
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

  /** The products in waves: each after all its inputs, a wave as early as it can be. */
  public List<List<Contract>> waves() {
    List<List<Contract>> waves = new ArrayList<>();
    Set<ProductId> placed = new LinkedHashSet<>();
    while (placed.size() < byId.size()) {
      List<Contract> wave =
          byId.values().stream()
              .filter(c -> !placed.contains(c.id()) && placed.containsAll(c.making().inputs()))
              .toList();
      wave.forEach(c -> placed.add(c.id()));
      waves.add(wave);
    }
    return waves;
  }

  /** The products that have this one as an input. */
  public List<Contract> consumersOf(ProductId id) {
    return byId.values().stream().filter(c -> c.making().inputs().contains(id)).toList();
  }
}
