package dev.jetbridge.pipelines.lake;

import dev.jetbridge.contracts.ProductId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Publications of several products that somebody was killed in the middle of: one product is on
 * main, others are staged and audited and still on their branches.
 */
public final class OpenPublications {
  private final Lake lake;

  public OpenPublications(Lake lake) {
    this.lake = lake;
  }

  /** Publishes what is left of those that a product is part of, in the order of their members. */
  public void complete(ProductId product) {
    List<GroupMark> marks = GroupState.of(lake.table(product)).marks().toList();
    for (GroupMark mark : marks) {
      complete(mark);
    }
  }

  private void complete(GroupMark mark) {
    Map<ProductId, GroupState> states = new TreeMap<>();
    for (ProductId member : mark.members()) {
      if (lake.exists(member)) {
        states.put(member, GroupState.of(lake.table(member)));
      }
    }
    if (states.values().stream().noneMatch(s -> s.holds(mark.publication()))) {
      return;
    }
    for (ProductId member : mark.members()) {
      Optional.ofNullable(states.get(member))
          .map(state -> state.staged().get(mark.publication()))
          .ifPresent(branch -> lake.follow(member, branch.name()));
    }
  }
}
