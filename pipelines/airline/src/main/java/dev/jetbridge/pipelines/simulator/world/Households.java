package dev.jetbridge.pipelines.simulator.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws what happens to households. */
public final class Households {
  private final SimulationPlan plan;
  private final PurchaseProcess process;
  private final TripPlanner planner;
  private final TicketHistories tickets;

  public Households(SimulationPlan plan, DeliveryCalendar calendar, Money money) {
    this.plan = plan;
    this.process = PurchaseProcess.in(plan.baseCurrency());
    this.planner = new TripPlanner(plan, money);
    this.tickets = new TicketHistories(plan, calendar);
  }

  public Household of(List<Person> people) {
    List<Household.Life> lives = people.stream().map(this::live).toList();
    long first = people.get(0).index();
    TicketHistories.Members members =
        (person, day) -> lives.get((int) (person.index() - first)).membershipOn(day);
    List<TicketHistory> histories = new ArrayList<>();
    for (Household.Life life : lives) {
      for (PurchaseProcess.Purchase purchase : life.purchases()) {
        histories.addAll(tickets.of(planner.book(life.person(), people, purchase), members));
      }
      if (isTheStory(life.person())) {
        histories.addAll(tickets.of(planner.bookStory(life.person()), members));
      }
    }
    return new Household(lives, histories);
  }

  /** The customer of the story buys nothing else, so that the purchase process stays pure. */
  private boolean isTheStory(Person person) {
    return person.index() == Story.CUSTOMER
        && Story.begins(plan)
        && Story.bookedOn(plan) <= plan.lastDay().toEpochDay();
  }

  private Household.Life live(Person person) {
    boolean buys = person.isAdult() && person.index() != Story.CUSTOMER;
    Optional<PurchaseProcess.History> history =
        buys ? Optional.of(process.history(plan, person.index())) : Optional.empty();
    long firstDay = plan.firstDay().toEpochDay();
    long since =
        history
            .map(PurchaseProcess.History::firstDay)
            .orElse(firstDay + person.index() % PurchaseProcess.DAYS_OF_FIRST_PURCHASES);
    return new Household.Life(person, history, Membership.of(plan, person, since));
  }
}
