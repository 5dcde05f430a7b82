package dev.jetbridge.pipelines.lake;

import dev.jetbridge.contracts.FailureKind;
import dev.jetbridge.contracts.JetbridgeException;
import dev.jetbridge.contracts.ProductId;
import dev.jetbridge.registry.retry.Retry;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.Snapshot;

/**
 * What of several products is published, so that of those that are published together it is all or
 * nothing. The commit that publishes the first product of a group decides for the others: from then
 * on their staged snapshots are read, be they on main yet or not.
 */
public final class PublishedTogether {
  /** How often others may publish while it is looked. */
  private static final int LOOKS = 12;

  private final Lake lake;

  public PublishedTogether(Lake lake) {
    this.lake = lake;
  }

  /**
   * The snapshot of each product that has one; of products that are published together all of one
   * moment.
   *
   * @throws JetbridgeException EXTERNAL when others publish them again and again meanwhile
   */
  public Map<ProductId, Snapshot> of(Collection<ProductId> products) {
    Map<ProductId, GroupState> seen = look(products);
    Retry.Tries looks = Retry.ofCommits(LOOKS).begin();
    while (areRelated(seen)) {
      Map<ProductId, GroupState> again = look(products);
      // Tables are looked at one after the other: two looks that see the same saw one moment.
      if (areSame(seen, again)) {
        break;
      }
      if (!looks.again()) {
        throw new JetbridgeException(
            FailureKind.EXTERNAL,
            "Cannot read products that are published together: they were published "
                + LOOKS
                + " times meanwhile; try again when the runs have ended");
      }
      seen = again;
    }
    Map<ProductId, GroupState> states = seen;
    Map<ProductId, Snapshot> read = new TreeMap<>();
    states.forEach(
        (product, state) ->
            decided(state, states).or(state::main).ifPresent(s -> read.put(product, s)));
    return read;
  }

  private Map<ProductId, GroupState> look(Collection<ProductId> products) {
    Map<ProductId, GroupState> states = new TreeMap<>();
    products.stream()
        .filter(lake::exists)
        .forEach(product -> states.put(product, GroupState.of(lake.table(product))));
    return states;
  }

  /** Whether one of them names another one as published with it. */
  private static boolean areRelated(Map<ProductId, GroupState> states) {
    return states.entrySet().stream()
        .anyMatch(
            e ->
                e.getValue()
                    .marks()
                    .flatMap(mark -> mark.members().stream())
                    .anyMatch(m -> !m.equals(e.getKey()) && states.containsKey(m)));
  }

  private static boolean areSame(
      Map<ProductId, GroupState> seen, Map<ProductId, GroupState> again) {
    return seen.keySet().equals(again.keySet())
        && seen.entrySet().stream().allMatch(e -> e.getValue().isAs(again.get(e.getKey())));
  }

  /** What is staged for a publication of which another product is on main already. */
  private static Optional<Snapshot> decided(GroupState state, Map<ProductId, GroupState> states) {
    return state.staged().values().stream()
        .filter(
            branch -> states.values().stream().anyMatch(s -> s.holds(branch.mark().publication())))
        .map(GroupState.Branch::head)
        .findFirst();
  }
}
