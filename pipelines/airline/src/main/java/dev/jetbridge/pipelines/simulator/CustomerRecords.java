package dev.jetbridge.pipelines.simulator;

import dev.jetbridge.contracts.columns.Members;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Everything the sources say about one household, and what is true of it. */
final class CustomerRecords {
  private final Delivery delivery;
  private final RecordRows rows;
  private final PurchaseProcess process;
  private final TripPlanner planner;
  private final BookingRecords bookings;

  CustomerRecords(Delivery delivery, RecordRows rows) {
    this.delivery = delivery;
    this.rows = rows;
    this.process = PurchaseProcess.in(delivery.plan().baseCurrency());
    this.planner = new TripPlanner(delivery.plan(), delivery.money());
    this.bookings = new BookingRecords(delivery, rows);
  }

  /** A person with what was drawn for them; children never buy. */
  private record Life(
      Person person, Optional<PurchaseProcess.History> history, List<Membership> memberships) {}

  void addHousehold(List<Person> household) {
    List<Life> lives = household.stream().map(this::live).toList();
    long first = household.get(0).index();
    BookingRecords.Members members =
        (person, day) ->
            lives.get((int) (person.index() - first)).memberships().stream()
                .filter(m -> m.isActiveOn(day))
                .findFirst();
    for (Life life : lives) {
      List<PurchaseProcess.Purchase> purchases =
          life.history().map(PurchaseProcess.History::purchases).orElse(List.of());
      for (PurchaseProcess.Purchase purchase : purchases) {
        bookings.add(planner.book(life.person(), household, purchase), members);
      }
      if (isTheStory(life.person())) {
        bookings.add(planner.bookStory(life.person()), members);
      }
      addMemberships(life);
      addTruth(life);
    }
  }

  /** The customer of the story buys nothing else, so that the purchase process stays pure. */
  private boolean isTheStory(Person person) {
    return person.index() == Story.CUSTOMER
        && Story.begins(delivery.plan())
        && Story.bookedOn(delivery.plan()) <= delivery.plan().lastDay().toEpochDay();
  }

  private Life live(Person person) {
    SimulationPlan plan = delivery.plan();
    boolean buys = person.isAdult() && person.index() != Story.CUSTOMER;
    Optional<PurchaseProcess.History> history =
        buys ? Optional.of(process.history(plan, person.index())) : Optional.empty();
    long firstDay = plan.firstDay().toEpochDay();
    long since =
        history
            .map(PurchaseProcess.History::firstDay)
            .orElse(firstDay + person.index() % PurchaseProcess.DAYS_OF_FIRST_PURCHASES);
    return new Life(person, history, Membership.of(plan, person, since));
  }

  private void addMemberships(Life life) {
    SimulationPlan plan = delivery.plan();
    for (int which = 0; which < life.memberships().size(); which++) {
      Membership membership = life.memberships().get(which);
      Membership.addRecords(rows, plan.seed(), life.person(), membership);
      PartnerActivity.add(rows, plan, life.person(), membership, which);
      rows.addTruth(
          Feed.TRUE_LINKS,
          membership.inFileFrom(),
          Members.TABLE.toString(),
          "member",
          membership.number(),
          life.person().id());
    }
  }

  private void addTruth(Life life) {
    Person person = life.person();
    Optional<PurchaseProcess.History> history = life.history();
    Optional<PurchaseProcess.Buyer> buyer = history.map(PurchaseProcess.History::buyer);
    List<PurchaseProcess.Purchase> purchases =
        history.map(PurchaseProcess.History::purchases).orElse(List.of());
    List<String> ends = new ArrayList<>();
    if (!purchases.isEmpty()) {
      ends.add(UtcTime.instant(purchases.get(0).at()));
      ends.add(UtcTime.instant(purchases.get(purchases.size() - 1).at()));
    }
    rows.addCustomer(
        person.index(),
        person.id(),
        person.householdId(),
        person.given(),
        person.surname(),
        person.newSurname().map(Person.Change::value).orElse(""),
        person.newSurname().map(c -> UtcTime.date(c.day())).orElse(""),
        UtcTime.date(person.birthDay()),
        person.email(),
        person.newEmail().map(Person.Change::value).orElse(""),
        person.newEmail().map(c -> UtcTime.date(c.day())).orElse(""),
        person.home().country(),
        person.airport(),
        life.memberships().stream().map(Membership::number).collect(Collectors.joining(" ")),
        String.valueOf(history.isPresent()),
        buyer.map(b -> decimal(b.weeklyRate())).orElse(""),
        buyer.map(b -> decimal(b.dropout())).orElse(""),
        buyer.map(b -> Money.amount(Math.round(b.meanSpend() * 100))).orElse(""),
        ends.isEmpty() ? "" : ends.get(0),
        String.valueOf(purchases.size()),
        ends.isEmpty() ? "" : ends.get(1),
        ends.isEmpty() ? "" : String.valueOf(!history.orElseThrow().hasLeft()));
  }

  private static String decimal(double value) {
    return BigDecimal.valueOf(value).setScale(8, RoundingMode.HALF_EVEN).toPlainString();
  }
}
