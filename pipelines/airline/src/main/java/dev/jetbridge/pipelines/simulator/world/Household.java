package dev.jetbridge.pipelines.simulator.world;

import java.util.List;
import java.util.Optional;

/**
 * What happens to the people who live together, whoever tells of it.
 *
 * @param tickets of the trips that somebody may still tell of
 */
public record Household(List<Life> lives, List<TicketHistory> tickets) {
  public Household {
    lives = List.copyOf(lives);
    tickets = List.copyOf(tickets);
  }

  /** A person with what was drawn for them; children never buy. */
  public record Life(
      Person person, Optional<PurchaseProcess.History> history, List<Membership> memberships) {
    public List<PurchaseProcess.Purchase> purchases() {
      return history.map(PurchaseProcess.History::purchases).orElse(List.of());
    }

    Optional<Membership> membershipOn(long day) {
      return memberships.stream().filter(m -> m.isActiveOn(day)).findFirst();
    }
  }
}
